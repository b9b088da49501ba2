import { readAlertSteps, searchAlerts } from "../../db/stores/alert-search.ts";
import { readAuditOf } from "../../db/stores/order-history.ts";
import type { AlertDetail } from "../../domain/wire/alerts.ts";
import type { Context } from "../platform/context.ts";
import { listNotifications } from "./list-notifications.ts";
import { presentAlert } from "./present-alert.ts";
import { iso } from "./present-order.ts";

const MAX_NOTIFICATIONS = 200;
const MAX_AUDIT = 200;

/** One alert with its ledger; null when there is none of this id. */
export async function readAlert(
  context: Pick<Context, "sql" | "clock">,
  id: string,
): Promise<AlertDetail | null> {
  const { sql, clock } = context;
  const [row] = await searchAlerts(sql, { ids: [id] }, { after: null, limit: 1 });
  if (!row) return null;
  const [steps, ledger, audit] = await Promise.all([
    readAlertSteps(sql, id),
    listNotifications(context, { filter: { alertId: id }, cursor: null, limit: MAX_NOTIFICATIONS }),
    readAuditOf(sql, `alert:${id}`, MAX_AUDIT),
  ]);
  const [last] = audit;
  const undoUntil =
    last?.action === "alert.pass" ? (last.detail as { undoUntil: string | null }).undoUntil : null;
  return {
    ...presentAlert(row),
    asOf: iso(clock.shopNow()),
    policyValidFrom: iso(row.policyValidFrom),
    round: row.round,
    steps: steps.map((step) => ({ ...step, dueAt: iso(step.dueAt), firedAt: iso(step.firedAt) })),
    notifications: ledger.notifications.toReversed(),
    audit: audit.map(({ at, ...entry }) => ({ at: iso(at), ...entry })),
    undoUntil: undoUntil !== null && Date.parse(undoUntil) > clock.machineNow() ? undoUntil : null,
  };
}
