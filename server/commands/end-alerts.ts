import type { Tx } from "../../db/sql.ts";
import { type Resolution, resolveAlertRows } from "../../db/stores/alerts.ts";
import { dropQueued, requestCancel } from "../../db/stores/notifications.ts";
import { queueOverLines } from "../../db/stores/over-lines.ts";

/**
 * Ends alerts: what is queued for them goes no more, what rings is cancelled, and those who were told hear that it is
 * over. The caller holds the alerts' visits, sees to `alerted` and next_step_at of them, and pokes "notify" and
 * "alerts" once it has committed.
 */
export async function endAlerts(
  tx: Tx,
  ended: readonly { id: string; resolution: Resolution }[],
  { shopNow, machineNow }: { shopNow: number; machineNow: number },
): Promise<void> {
  if (ended.length === 0) return;
  const ids = ended.map(({ id }) => id);
  await Promise.all([
    resolveAlertRows(tx, ended, shopNow),
    dropQueued(tx, ids),
    requestCancel(tx, ids, machineNow),
    queueOverLines(tx, ids, shopNow),
  ]);
}
