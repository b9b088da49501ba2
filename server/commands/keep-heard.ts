import type { Tx } from "../../db/sql.ts";
import { acceptAttempt } from "../../db/stores/attempts.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { markRinging } from "../../db/stores/calls.ts";
import { CALL_LIMITS } from "../channels/voice/limits.ts";
import type { Context } from "../platform/context.ts";
import type { LockedCall } from "./lock-call.ts";

/** What every callback tells. */
export interface Heard {
  /** The provider's id of the call. */
  providerId: string;
}

/**
 * A callback proves that the call was placed, whatever its answer was, and by which id it goes.
 * @returns false for one that tells of another call than the attempt's
 */
export async function keepHeard(
  tx: Tx,
  context: Context,
  { attempt }: LockedCall,
  { providerId }: Heard,
): Promise<boolean> {
  if (attempt.providerId !== null && attempt.providerId !== providerId) {
    await auditCall(tx, context, attempt.id, "foreign", { providerId });
    return false;
  }
  const at = context.clock.machineNow();
  if (attempt.state === "intent" || attempt.state === "unknown" || attempt.providerId === null) {
    await acceptAttempt(tx, attempt.id, { at, providerId, answer: null });
  }
  if (attempt.settledAt === null) await markRinging(tx, attempt.notificationId, at + CALL_LIMITS.firstLookMs);
  return true;
}

/** Notes a callback that changed nothing, and why. */
export async function auditCall(
  tx: Tx,
  { clock }: Context,
  attemptId: string,
  why: "repeated" | "stale" | "foreign" | "forged",
  detail: object,
): Promise<void> {
  await writeAudit(tx, {
    at: clock.machineNow(),
    actor: "voice",
    action: `callback.${why}`,
    subject: `attempt:${attemptId}`,
    detail,
  });
}
