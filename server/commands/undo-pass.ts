import type { Tx } from "../../db/sql.ts";
import { lockAlerts, markFree, restoreTaken, type Taken, waitUntil } from "../../db/stores/alert-actions.ts";
import { writeAudits } from "../../db/stores/audit.ts";
import { takeBackQueued } from "../../db/stores/notification-dress.ts";
import { type AuditedPass, readLastAudit, readPass } from "../../db/stores/passes.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { AlertActionError, type AlertRequest, actorOf } from "./alert-requests.ts";
import { pokeAlerts } from "./take-alerts.ts";

export interface UndoRequest extends Pick<AlertRequest, "by" | "via" | "actor"> {
  alertId: string;
}

export interface UndoResult {
  /** Ids of the alerts that are again with whoever had them. */
  restored: string[];
}

/**
 * Takes a pass back, with all alerts that went on with it, within 10 s of machine time and before anybody was told.
 * @throws AlertActionError nothing_to_undo, too_late
 */
export async function undoPass(context: Context, request: UndoRequest): Promise<UndoResult> {
  const result = await retryingConflicts(() =>
    context.sql.begin((begun) => undoWithin(begun as unknown as Tx, context, request)),
  );
  pokeAlerts(context);
  return result;
}

async function undoWithin(tx: Tx, context: Context, request: UndoRequest): Promise<UndoResult> {
  const { clock } = context;
  const pass = await readLastAudit(tx, request.alertId);
  if (pass?.action !== "alert.pass" || pass.detail.undoUntil === null)
    throw new AlertActionError(
      "nothing_to_undo",
      "The last thing done to this alert was not a pass that can be undone.",
    );
  const { passId, undoUntil, notificationIds } = pass.detail;
  const passes = await readPass(tx, passId, notificationIds);
  const alerts = await lockAlerts(
    tx,
    passes.map(({ alertId }) => alertId),
    clock.shopNow(),
  );
  const open = new Set(alerts.filter((alert) => alert.state === "open").map((alert) => alert.id));
  const restored = passes.filter(({ alertId }) => open.has(alertId));
  const machineNow = clock.machineNow();
  if (
    machineNow > Date.parse(undoUntil) ||
    !(await takeBackQueued(
      tx,
      notificationIds,
      restored.map((p) => p.alertId),
    ))
  )
    throw new AlertActionError("too_late", "The next person is being told already: take it over instead.");
  await giveBack(tx, restored, clock.shopNow());
  const entry = { at: machineNow, actor: actorOf(request), action: "alert.undo_pass" };
  const { by, via } = request;
  await writeAudits(
    tx,
    entry,
    restored.map(({ alertId, from }) => ({ subject: `alert:${alertId}`, detail: { passId, by, via, from } })),
  );
  return { restored: restored.map(({ alertId }) => alertId) };
}

/** Those who had some of them have them again, until when they had promised. */
async function giveBack(tx: Tx, passes: readonly AuditedPass[], now: number): Promise<void> {
  for (const { alertId, from } of passes) {
    if (from === null) {
      await markFree(tx, [alertId], null);
      await waitUntil(tx, [alertId], now, now);
      continue;
    }
    const taken: Taken = { ...from, at: Date.parse(from.at), pledgeUntil: Date.parse(from.pledgeUntil) };
    await restoreTaken(tx, alertId, taken);
    await waitUntil(tx, [alertId], Math.max(taken.pledgeUntil, now), now);
  }
}
