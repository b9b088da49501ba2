import { cancelAgainAt, type LiveAttempt, readUnwantedCalls } from "../../db/stores/calls.ts";
import { CALL_LIMITS } from "../channels/voice/limits.ts";
import { findVoiceProvider } from "../channels/voice/providers.ts";
import type { Context } from "../platform/context.ts";
import { settleCall } from "./settle-call.ts";

/**
 * Ends calls that are wanted no more: their orders moved on, or somebody took them elsewhere. One that cannot be ended
 * (Aliyun, a company that is set up no more) rings on, and says that it is over to whoever answers.
 * @returns how many it ended
 */
export async function cancelCalls(context: Context, limit = 20): Promise<number> {
  const unwanted = await readUnwantedCalls(context.sql, context.clock.machineNow(), limit);
  let ended = 0;
  for (const call of unwanted) if (await tryCancel(context, call)) ended++;
  return ended;
}

/** One that cannot be ended must not keep the others ringing. */
async function tryCancel(context: Context, call: LiveAttempt): Promise<boolean> {
  const { id, notificationId, provider } = call;
  try {
    if (await isOver(context, call))
      return await settleCall(context, id, { end: "canceled", settledBy: "answer" });
  } catch (error) {
    context.log.warn({ attemptId: id, provider, err: String(error) }, "a call cannot be cancelled");
  }
  await cancelAgainAt(context.sql, notificationId, context.clock.machineNow() + CALL_LIMITS.cancelAgainMs);
  return false;
}

/** Whether a call is over now, or nobody can end it. */
async function isOver(context: Context, { provider, providerId, answered }: LiveAttempt): Promise<boolean> {
  const company = findVoiceProvider(provider);
  if (!company?.cancels || !company.configured(context)) return true;
  return company.hangUp(context, providerId!, answered);
}
