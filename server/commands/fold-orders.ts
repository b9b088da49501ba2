import type { Tx } from "../../db/sql.ts";
import { readEventsOf, type StoredEvent } from "../../db/stores/events.ts";
import { type LockedOrder, replaceLines, saveOrders } from "../../db/stores/orders.ts";
import { noteChanged } from "../../db/stores/outbox.ts";
import {
  insertVisits,
  leaveVisits,
  replaceVisits,
  updateVisits,
  type VisitOfOrder,
} from "../../db/stores/visits.ts";
import { type FoldResult, foldOnto, follows, inSequence, openVisits } from "../../domain/order/fold.ts";
import { emptyOrder } from "../../domain/order/state.ts";
import type { OrderEvent, OrderLine, Visit } from "../../domain/order/types.ts";
import { endsBefore } from "../../domain/order/watches.ts";
import { followAlerts } from "./follow-alerts.ts";
import { type FoldTerms, firstStepOf, freshVisit, knownVisit, subjectOf } from "./plan-steps.ts";

/** A locked order and the events that were just appended to its log. */
export interface OrderToFold {
  order: LockedOrder;
  events: OrderEvent[];
}

/** What folding some orders asks of the store. */
interface Writes {
  fresh: VisitOfOrder[];
  known: VisitOfOrder[];
  left: VisitOfOrder[];
  lines: { orderId: number; lines: OrderLine[] }[];
  saved: { order: LockedOrder; facts: boolean }[];
  /** Orders whose visits changed: what the board must hear of. */
  moved: number[];
}

/**
 * Brings visits, facts and state of the orders up to their events, and notes the change in the outbox.
 * Goes on from the stored state where the new events come last; reads and folds the whole log of an order where
 * one arrived late.
 * @returns the earliest step among the visits written (shop time); null: none
 */
export async function foldOrders(
  tx: Tx,
  orders: readonly OrderToFold[],
  terms: FoldTerms,
): Promise<number | null> {
  const { settings } = terms;
  const writes = noWrites();
  const late: LockedOrder[] = [];
  for (const { order, events } of orders) {
    const sequence = inSequence(events, settings);
    if (follows(sequence[0]!, order.folded, settings)) foldNext(order, sequence, terms, writes);
    else late.push(order);
  }
  const replaced = late.length > 0 ? await refold(tx, late, terms, writes) : [];
  await write(tx, writes, terms);
  return earliestStep([...writes.fresh, ...writes.known, ...replaced]);
}

/** Folds whole logs again and replaces what was derived from them. The caller holds the orders' locks. */
export async function refoldOrders(tx: Tx, orders: readonly LockedOrder[], terms: FoldTerms): Promise<void> {
  const writes = noWrites();
  await refold(tx, orders, terms, writes);
  await write(tx, writes, terms);
}

/**
 * Brings orders to settings that are newer than their last event: those that saw nothing since go on, the others are
 * folded again. The caller owns the settings lock, and holds the orders' locks.
 * @param validFrom since when the newest version holds, epoch ms
 * @param retold node whose open visits get their next step anew, because whom it fetches has changed
 */
export async function settleOrders(
  tx: Tx,
  orders: readonly LockedOrder[],
  terms: FoldTerms,
  validFrom: number,
  retold: string | null,
): Promise<void> {
  const writes = noWrites();
  const late: LockedOrder[] = [];
  for (const order of orders) {
    if (!endsBefore(order.folded, validFrom)) {
      late.push(order);
      continue;
    }
    const { changes } = foldNext(order, [], terms, writes);
    const changed = new Set(changes.map(({ visit }) => visit.token));
    if (changes.length === 0) writes.saved.pop();
    const subject = subjectOf(order);
    for (const { visit } of retold === null ? [] : openVisits(order.folded, terms.settings)) {
      if (visit.node !== retold || changed.has(visit.token)) continue;
      const nextStepAt = firstStepOf(visit, subject, terms);
      writes.known.push({ orderId: order.id, visit, nextStepAt, anew: nextStepAt !== null });
    }
  }
  if (late.length > 0) await refold(tx, late, terms, writes);
  await write(tx, writes, terms);
}

function earliestStep(visits: readonly VisitOfOrder[]): number | null {
  let earliest: number | null = null;
  for (const { nextStepAt } of visits)
    if (nextStepAt !== null && (earliest === null || nextStepAt < earliest)) earliest = nextStepAt;
  return earliest;
}

function noWrites(): Writes {
  return { fresh: [], known: [], left: [], lines: [], saved: [], moved: [] };
}

async function write(tx: Tx, writes: Writes, { shopNow, machineNow }: FoldTerms): Promise<void> {
  await Promise.all([
    leaveVisits(tx, writes.left, shopNow),
    updateVisits(tx, writes.known, shopNow),
    insertVisits(tx, writes.fresh),
    writes.lines.length > 0 && replaceLines(tx, writes.lines),
    saveOrders(tx, writes.saved),
    writes.moved.length > 0 && noteChanged(tx, writes.moved, machineNow),
  ]);
}

function foldNext(order: LockedOrder, sequence: OrderEvent[], terms: FoldTerms, writes: Writes): FoldResult {
  const before = subjectOf(order);
  const standing = new Set([...order.folded.state.tokens.values()].map((token) => token.visit));
  const result = foldOnto(order.folded, sequence, terms.settings);
  const subject = subjectOf(order);
  for (const { visit, known, onlyLeft } of result.changes) {
    if (onlyLeft) writes.left.push({ orderId: order.id, visit, nextStepAt: null });
    else if (known) writes.known.push(knownVisit(order, visit, subject, before, terms));
    else writes.fresh.push(freshVisit(order, visit, subject, terms));
  }
  if (subject.customerTier !== before.customerTier) {
    // The fold changes nothing of a visit for a customer's tier; its policy may be another.
    const changed = new Set(result.changes.map(({ visit }) => visit.token));
    for (const { visit, open } of openVisits(order.folded, terms.settings)) {
      if (standing.has(open) && !changed.has(visit.token))
        writes.known.push(knownVisit(order, visit, subject, before, terms));
    }
  }
  if (result.changes.length > 0) writes.moved.push(order.id);
  if (result.lines) writes.lines.push({ orderId: order.id, lines: result.lines });
  writes.saved.push({ order, facts: result.factsChanged });
  return result;
}

/** Folds orders from their first event on, and replaces their visits. */
async function refold(
  tx: Tx,
  orders: readonly LockedOrder[],
  terms: FoldTerms,
  writes: Writes,
): Promise<VisitOfOrder[]> {
  const { settings } = terms;
  const ids = orders.map((order) => order.id);
  const logs = new Map<number, StoredEvent[]>(ids.map((id) => [id, []]));
  for (const event of await readEventsOf(tx, ids)) logs.get(event.orderId)!.push(event);
  const visits: VisitOfOrder[] = [];
  const asKnown = new Map<number, (visit: Visit) => VisitOfOrder>();
  for (const order of orders) {
    const before = subjectOf(order);
    order.folded = emptyOrder();
    const sequence = inSequence(logs.get(order.id)!, settings);
    const result = foldOnto(order.folded, sequence, settings);
    const subject = subjectOf(order);
    visits.push(...result.changes.map(({ visit }) => freshVisit(order, visit, subject, terms)));
    asKnown.set(order.id, (visit) => knownVisit(order, visit, subject, before, terms));
    if (result.lines) writes.lines.push({ orderId: order.id, lines: result.lines });
    writes.saved.push({ order, facts: true });
    writes.moved.push(order.id);
  }
  await followAlerts(tx, ids, visits, terms, (item) => asKnown.get(item.orderId)!(item.visit));
  await replaceVisits(tx, ids, visits);
  return visits;
}
