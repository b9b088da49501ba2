import type { Tx } from "../../db/sql.ts";
import { type HangingAlert, lockHangingAlerts, moveAlerts } from "../../db/stores/alerts.ts";
import { visitId } from "../../db/stores/visit-id.ts";
import { lockVisitsOf, type StandingVisit, type VisitOfOrder } from "../../db/stores/visits.ts";
import { endAlerts } from "./end-alerts.ts";
import type { FoldTerms } from "./plan-steps.ts";

/**
 * Before the visits of orders are replaced by a refold: an alert follows the visit of its order, token and node that
 * covers its start, and resolves as rewritten where there is none. Settles each visit's next step by what stood
 * before. The caller holds the orders' locks.
 * @param visits what takes the place of those that stand, as if they had not been there; changed in place
 * @param asKnown the same visit as one that was there
 */
export async function followAlerts(
  tx: Tx,
  orderIds: readonly number[],
  visits: readonly VisitOfOrder[],
  terms: FoldTerms,
  asKnown: (item: VisitOfOrder) => VisitOfOrder,
): Promise<void> {
  const standing = new Map((await lockVisitsOf(tx, orderIds)).map((visit) => [visit.id, visit]));
  const idOf = ({ visit }: VisitOfOrder) => visitId(visit.openedBy);
  for (const item of visits) {
    const before = standing.get(idOf(item));
    if (before && before.leftAt === null && item.visit.leftAt === null)
      item.nextStepAt = nextOfKnown(before, asKnown(item), terms.shopNow);
  }
  if (![...standing.values()].some((visit) => visit.alerted)) return;

  const moves: { id: string; visitId: string; enteredAt: number }[] = [];
  const rewritten: HangingAlert[] = [];
  for (const alert of await lockHangingAlerts(tx, orderIds)) {
    const item = visits.find((candidate) => !candidate.alerted && covers(candidate, alert));
    if (!item) {
      rewritten.push(alert);
      continue;
    }
    const id = idOf(item);
    const before = standing.get(id);
    item.alerted = true;
    item.nextStepAt = before?.alerted && isSame(before, item) ? before.nextStepAt : terms.shopNow;
    if (id !== alert.visitId) moves.push({ id: alert.id, visitId: id, enteredAt: item.visit.enteredAt });
  }
  await endAlerts(
    tx,
    rewritten.map(({ id }) => ({ id, resolution: "rewritten" })),
    terms,
  );
  await moveAlerts(tx, moves);
}

function covers({ orderId, visit }: VisitOfOrder, alert: HangingAlert): boolean {
  return (
    orderId === alert.orderId &&
    visit.token === alert.token &&
    visit.node === alert.node &&
    visit.enteredAt <= alert.openedAt &&
    (visit.leftAt === null || alert.openedAt < visit.leftAt)
  );
}

/** Of which nobody is told any more stays so until it is due anew: as updateVisits has it. */
function nextOfKnown(before: StandingVisit, item: VisitOfOrder, now: number): number | null {
  const { dueAt } = item.visit;
  const stillLate = before.dueAt !== null && before.dueAt <= now && dueAt !== null && dueAt <= now;
  const isQuiet = before.nextStepAt === null && !item.anew && (stillLate || isSame(before, item));
  return isQuiet ? null : item.nextStepAt;
}

function isSame(before: StandingVisit, { visit }: VisitOfOrder): boolean {
  return (
    before.leftAt === visit.leftAt &&
    before.warnAt === visit.warnAt &&
    before.dueAt === visit.dueAt &&
    before.promiseAt === visit.promiseAt
  );
}
