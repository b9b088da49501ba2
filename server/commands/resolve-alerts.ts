import type { Tx } from "../../db/sql.ts";
import { lockAlerts, releaseVisits } from "../../db/stores/alert-actions.ts";
import { writeAudits } from "../../db/stores/audit.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { type AlertRequest, actorOf, alertIdsOf, auditedTaken, unknownAlert } from "./alert-requests.ts";
import { endAlerts } from "./end-alerts.ts";
import { pokeAlerts } from "./take-alerts.ts";

export interface ResolveResult {
  /** Ids of the alerts that this ended. */
  resolved: string[];
  /** How many were over already. */
  over: number;
}

/**
 * Somebody has seen to alerts whose orders still wait: what is queued or rings for them ends, those who were told hear
 * that it is over, and late visits raise no other until they are due anew.
 * @throws AlertActionError unknown_alert
 */
export async function resolveAlerts(context: Context, request: AlertRequest): Promise<ResolveResult> {
  const result = await retryingConflicts(() =>
    context.sql.begin((begun) => resolveWithin(begun as unknown as Tx, context, request)),
  );
  if (result.resolved.length > 0) pokeAlerts(context);
  return result;
}

async function resolveWithin(tx: Tx, { clock }: Context, request: AlertRequest): Promise<ResolveResult> {
  const alerts = await lockAlerts(tx, await alertIdsOf(tx, request), clock.shopNow());
  if (alerts.length === 0) throw unknownAlert();
  const mine = alerts.filter((alert) => alert.state !== "over");
  const resolved = mine.map((alert) => alert.id);
  const machineNow = clock.machineNow();
  await endAlerts(
    tx,
    resolved.map((id) => ({ id, resolution: "by_hand" })),
    { shopNow: clock.shopNow(), machineNow },
  );
  await releaseVisits(tx, resolved, clock.shopNow());
  const { by, via, note } = request;
  await writeAudits(
    tx,
    { at: machineNow, actor: actorOf(request), action: "alert.resolve" },
    mine.map((alert) => ({
      subject: `alert:${alert.id}`,
      detail: { by, via, note, from: auditedTaken(alert.taken) },
    })),
  );
  return { resolved, over: alerts.length - mine.length };
}
