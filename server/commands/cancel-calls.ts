import { cancelAgainAt, readUnwantedCalls } from "../../db/stores/calls.ts";
import { CALL_LIMITS } from "../channels/voice/limits.ts";
import { findVoiceProvider } from "../channels/voice/providers.ts";
import type { Context } from "../platform/context.ts";
import { settleCall } from "./settle-call.ts";

/**
 * Ends calls that are wanted no more: their orders moved on, or somebody took them elsewhere. One that cannot be ended
 * (Aliyun) rings on, and says that it is over to whoever answers.
 * @returns how many it ended
 */
export async function cancelCalls(context: Context, limit = 20): Promise<number> {
  const unwanted = await readUnwantedCalls(context.sql, context.clock.machineNow(), limit);
  let ended = 0;
  for (const { id, notificationId, provider, providerId, answered } of unwanted) {
    const company = findVoiceProvider(provider);
    const over = !company?.cancels || (await company.hangUp(context, providerId!, answered));
    if (over && (await settleCall(context, id, { end: "canceled", settledBy: "answer" }))) ended++;
    if (!over) {
      const again = context.clock.machineNow() + CALL_LIMITS.cancelAgainMs;
      await cancelAgainAt(context.sql, notificationId, again);
    }
  }
  return ended;
}
