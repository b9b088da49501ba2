import { adoptCall, doubtAttempt, findAttempt, settleAttempt } from "../../db/stores/attempts.ts";
import {
  claimSilentCalls,
  type LiveAttempt,
  markAnswered,
  markDoubtful,
  markRinging,
  readProviderIds,
  requeueCall,
  wasPlacedAgain,
} from "../../db/stores/calls.ts";
import { CALL_LIMITS } from "../channels/voice/limits.ts";
import { findVoiceProvider } from "../channels/voice/providers.ts";
import type { CallProvider, CallState } from "../channels/voice/types.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { readDirectory } from "../queries/directory.ts";
import { readNotificationFacts } from "../queries/notification-facts.ts";
import { pressKey } from "./hear-key.ts";
import { lastKey } from "./last-key.ts";
import { withCall } from "./lock-call.ts";
import { endCall, pokeCalls, settleCall } from "./settle-call.ts";

/** Longer than a look may take: nobody else looks meanwhile. */
const LOOK_LEASE_MS = 20_000;

/**
 * Settles calls that nobody told of for too long: it asks the company how they ended, or whether they were placed at
 * all. Lost callbacks, answers that never came and a caller that died between intent and answer all end here.
 * @returns how many calls it looked at
 */
export async function lookUpCalls(context: Context, limit = 20): Promise<number> {
  const now = context.clock.machineNow();
  const calls = await claimSilentCalls(context.sql, { now, leaseUntil: now + LOOK_LEASE_MS, limit });
  for (const call of calls) await tryLookUp(context, call);
  return calls.length;
}

/** One that cannot be settled must not keep the others waiting: it is looked up again after its lease. */
async function tryLookUp(context: Context, call: LiveAttempt): Promise<void> {
  try {
    await lookUp(context, call);
  } catch (error) {
    const { id: attemptId, provider } = call;
    context.log.warn({ attemptId, provider, err: String(error) }, "a call cannot be looked up");
  }
}

async function lookUp(context: Context, call: LiveAttempt): Promise<void> {
  const provider = findVoiceProvider(call.provider);
  // It was never dialled: the company is named before it is.
  if (!provider) return notPlaced(context, call);
  if (!provider.configured(context)) {
    const answer = { status: null, code: "not_configured", message: "the company is not set up any more" };
    await settleCall(context, call.id, { end: "failed", settledBy: "timeout", answer });
    return;
  }
  if (call.providerId === null) return seek(context, call, provider);
  const state = await provider.look(context, call.providerId, call.intentAt);
  await settleBy(context, call, provider, state);
}

/** What is known of a call that was sought once in vain. */
const NOT_LISTED = {
  status: null,
  code: "not_listed",
  message: "the company lists no such call yet",
  verdict: "unknown",
};

/**
 * Whether a call was placed whose answer nobody has: adopted when it was, placed again once when it was not. Two answers
 * must say that it was not: a call that is listed late would ring a second time.
 */
async function seek(context: Context, call: LiveAttempt, provider: CallProvider): Promise<void> {
  const to = await addressOf(context, call);
  const known = await readProviderIds(context.sql, provider.name, call.intentAt - CALL_LIMITS.longestMs);
  const sought =
    to === null
      ? ({ kind: "absent" } as const)
      : await provider.seek(context, { to, attemptId: call.id, sinceMs: call.intentAt, known });
  const now = context.clock.machineNow();
  if (sought.kind === "found") {
    const { providerId } = sought;
    const adopted = await withCall(context, call.id, async (tx, { attempt }) => {
      const answer = { status: null, code: "found", message: "found by a look-up" };
      // Another try of the same person may have got it since the look-up began: then this one is sought again.
      const mine = await adoptCall(tx, call.id, { provider: provider.name, providerId, at: now, answer });
      if (attempt.settledAt !== null) return mine;
      if (mine) await markRinging(tx, call.notificationId, now + CALL_LIMITS.nextLookMs);
      else await markDoubtful(tx, call.notificationId, now + CALL_LIMITS.doubtLookMs);
      return mine;
    });
    if (adopted)
      context.log.info(
        { attemptId: call.id, provider: provider.name },
        "a call was found that was not answered for",
      );
    return;
  }
  const absent = sought.kind === "absent";
  const sure = absent && (to === null || (await wasAbsent(context, call)));
  if (sure || now - call.intentAt > CALL_LIMITS.doubtMs) return notPlaced(context, call);
  await withCall(context, call.id, async (tx, { attempt }) => {
    if (attempt.settledAt !== null || attempt.providerId !== null) return;
    if (absent) await doubtAttempt(tx, call.id, NOT_LISTED);
    const { seekAgainMs, doubtLookMs } = CALL_LIMITS;
    await markDoubtful(tx, call.notificationId, now + (absent ? seekAgainMs : doubtLookMs));
  });
}

async function wasAbsent(context: Context, { id }: LiveAttempt): Promise<boolean> {
  return (await findAttempt(context.sql, id))?.answer?.code === NOT_LISTED.code;
}

async function addressOf(context: Context, call: LiveAttempt): Promise<string | null> {
  const facts = await readNotificationFacts(context, call.notificationId);
  const person = facts?.person && (await readDirectory(context)).people.get(facts.person.id);
  return person?.contacts.find(({ id }) => id === call.account)?.address ?? null;
}

/** The company has no such call: it is placed again once; after that the next person is called. */
async function notPlaced(context: Context, call: LiveAttempt): Promise<void> {
  const at = context.clock.machineNow();
  const again = await withCall(context, call.id, async (tx, locked, within) => {
    if (locked.attempt.settledAt !== null || locked.attempt.providerId !== null) return false;
    const once = !(await wasPlacedAgain(tx, call.notificationId));
    if (!once || locked.notification.purpose !== "step") {
      const answer = {
        status: null,
        code: "not_placed_again",
        message: "nobody knows whether it was placed",
      };
      await endCall(tx, within, locked, { end: "failed", settledBy: "lookup", answer });
      return false;
    }
    const answer = {
      status: null,
      code: "not_placed",
      message: "the company knows no such call",
      verdict: "unknown",
    };
    await settleAttempt(tx, call.id, { state: "failed", at, settledBy: "lookup", answer });
    await requeueCall(tx, call.notificationId, null);
    return true;
  });
  if (again) {
    context.log.warn(
      { notificationId: call.notificationId, provider: call.provider },
      "a call is placed again",
    );
    poke(context, "notify");
  } else pokeCalls(context);
}

async function settleBy(
  context: Context,
  call: LiveAttempt,
  provider: CallProvider,
  state: CallState,
): Promise<void> {
  const now = context.clock.machineNow();
  const tooLong = now - call.intentAt > CALL_LIMITS.longestMs;
  if (state.kind === "over") {
    const key = state.digits === null ? null : lastKey(state.digits);
    if (key !== null) return takeKey(context, call, key);
    await settleCall(context, call.id, { end: state.end, settledBy: "lookup", answeredBy: state.answeredBy });
    return;
  }
  if (state.kind === "absent" || tooLong) {
    if (state.kind === "live") await provider.hangUp(context, call.providerId!, state.answered);
    const code = state.kind === "absent" ? "absent" : "timeout";
    const answer = { status: null, code, message: "its end was never told" };
    await settleCall(context, call.id, { end: "failed", settledBy: "timeout", answer });
    return;
  }
  await withCall(context, call.id, async (tx, { attempt }) => {
    if (attempt.settledAt !== null) return;
    await markRinging(tx, call.notificationId, now + CALL_LIMITS.nextLookMs);
    if (state.kind === "live" && state.answered) await markAnswered(tx, call.id);
  });
}

async function takeKey(context: Context, { id, notificationId }: LiveAttempt, key: "1" | "2"): Promise<void> {
  const facts = await readNotificationFacts(context, notificationId);
  if (facts === null || (await findAttempt(context.sql, id))?.settledAt) return;
  await withCall(context, id, (tx, call, within) => pressKey(tx, within, call, key, facts, "lookup"));
  pokeCalls(context);
}
