import {
  type Attempt,
  acceptAttempt,
  doubtAttempt,
  readAttempts,
  settleAttempt,
} from "../../db/stores/attempts.ts";
import { markDoubtful, markRinging, noteSaid, requeueCall } from "../../db/stores/calls.ts";
import type { ProviderAnswer, SendOutcome } from "../channels/types.ts";
import { CALL_LIMITS } from "../channels/voice/limits.ts";
import { providersFor } from "../channels/voice/providers.ts";
import type { CallProvider } from "../channels/voice/types.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { canCall } from "./ask-group.ts";
import { saidOf } from "./hear-call.ts";
import { withCall } from "./lock-call.ts";
import { prepareCall } from "./prepare-call.ts";
import { settleCall } from "./settle-call.ts";

/** What placing a call needs to know of the notification. */
export interface CallNotification {
  id: string;
  personId: string | null;
}

/**
 * Places the call of a notification of kind voice, once, for an attempt whose intent is committed. The attempt may be
 * opened as provider `voice`: this names the company and the contact in it before it dials.
 *
 * The attempt and the notification are settled by this and by the callbacks, never by the notifier: either may be told of
 * (`initiated`, even the end) before the company's answer is here. Nothing is left to the notifier, by outcome:
 * - accepted: the notification is `accepted`, and `leased_until` is when the call is looked up.
 * - held: it is back in the queue until then, and the attempt is gone: nothing was tried.
 * - retry: it is back in the queue, for the same company or for the other.
 * - unknown: the notification is `unknown`, and lookUpCalls settles it.
 * - final: the attempt and the notification have failed, and the next person is called already, or the group is asked
 *   where no company is set up.
 */
export async function placeCall(
  context: Context,
  attempt: Attempt,
  _notification: CallNotification,
): Promise<SendOutcome> {
  const prepared = await prepareCall(context, attempt);
  if (prepared.kind === "held") {
    return { kind: "held", untilMs: prepared.untilMs, reason: "rate", answer: null };
  }
  if (prepared.kind === "none") {
    const answer = { status: null, ...prepared.why };
    const end = prepared.why.code === "canceled" ? "canceled" : "failed";
    const uncallable = canCall(context) ? "person" : "anybody";
    if (prepared.why.code === "no_provider")
      context.log.error({ notificationId: attempt.notificationId }, "nobody can be called");
    await settleCall(context, attempt.id, { end, settledBy: "answer", answer, uncallable });
    return { kind: "final", answer };
  }
  const { provider, call } = prepared;
  const outcome = await provider.place(context, call);
  if (outcome.kind === "accepted") {
    await keepAccepted(context, attempt, outcome.providerId, outcome.answer);
    // Twilio asks what to say once somebody answers; what Aliyun says it has been told.
    if (provider.name === "aliyun")
      await noteSaid(context.sql, attempt.notificationId, saidOf(call.purpose, call.facts, provider.name));
    return outcome;
  }
  if (outcome.kind === "unknown") {
    await keepDoubt(context, attempt, outcome.answer);
    return outcome;
  }
  if (outcome.kind === "held") return outcome;
  const { answer } = outcome;
  context.log.info({ provider: provider.name, ...answer }, "a call was refused");
  if (outcome.kind === "retry") return again(context, attempt, answer, outcome.afterMs);
  if (outcome.elsewhere === true && (await isAnotherLeft(context, attempt, provider, call.to))) {
    return again(context, attempt, { ...answer, verdict: "final" }, 0);
  }
  await settleCall(context, attempt.id, { end: "failed", settledBy: "answer", answer, uncallable: "person" });
  return { kind: "final", answer };
}

async function keepAccepted(
  context: Context,
  attempt: Attempt,
  providerId: string | null,
  answer: ProviderAnswer,
): Promise<void> {
  const at = context.clock.machineNow();
  await withCall(context, attempt.id, async (tx, call) => {
    await acceptAttempt(tx, attempt.id, { at, providerId, answer });
    if (call.attempt.settledAt === null)
      await markRinging(tx, attempt.notificationId, at + CALL_LIMITS.firstLookMs);
  });
}

async function keepDoubt(context: Context, attempt: Attempt, answer: ProviderAnswer): Promise<void> {
  const at = context.clock.machineNow();
  await withCall(context, attempt.id, async (tx, call) => {
    // A callback may have told more than the answer that never came.
    if (call.attempt.settledAt !== null || call.attempt.state !== "intent") return;
    await doubtAttempt(tx, attempt.id, { ...answer, verdict: "unknown" });
    await markDoubtful(tx, attempt.notificationId, at + CALL_LIMITS.doubtLookMs);
  });
}

/** Back into the queue, for the same company after a pause that doubles, or for the other at once. */
async function again(
  context: Context,
  attempt: Attempt,
  answer: ProviderAnswer & { verdict?: string },
  afterMs: number,
): Promise<SendOutcome> {
  const at = context.clock.machineNow();
  const tries = (await readAttempts(context.sql, attempt.notificationId)).length;
  if (tries > CALL_LIMITS.retries) {
    await settleCall(context, attempt.id, {
      end: "failed",
      settledBy: "answer",
      answer,
      uncallable: "person",
    });
    return { kind: "final", answer };
  }
  const pauseMs = afterMs * 2 ** (tries - 1);
  await withCall(context, attempt.id, async (tx) => {
    const verdict = answer.verdict ?? "retry";
    const ended = { state: "failed", at, settledBy: "answer", answer: { ...answer, verdict } } as const;
    if (!(await settleAttempt(tx, attempt.id, ended))) return;
    const held = pauseMs > 0 ? { untilMs: at + pauseMs, reason: "retry" } : null;
    await requeueCall(tx, attempt.notificationId, held);
  });
  poke(context, "notify");
  return { kind: "retry", afterMs: pauseMs, answer };
}

async function isAnotherLeft(
  context: Context,
  attempt: Attempt,
  provider: CallProvider,
  to: string,
): Promise<boolean> {
  const tried = await readAttempts(context.sql, attempt.notificationId);
  const refused = new Set(
    tried.filter(({ answer }) => answer?.verdict === "final").map((each) => each.provider),
  );
  refused.add(provider.name);
  return providersFor(context, to).some(({ name }) => !refused.has(name));
}
