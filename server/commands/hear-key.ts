import type { Tx } from "../../db/sql.ts";
import { settleAttempt } from "../../db/stores/attempts.ts";
import { endCalled, insertCallback, noteLateKey, noteReply, readReply } from "../../db/stores/calls.ts";
import { type Speech, speak, type Utterance } from "../../domain/escalation/speech/speak.ts";
import type { NotificationFacts } from "../../domain/escalation/words/facts.ts";
import { CALL_LIMITS } from "../channels/voice/limits.ts";
import type { Context } from "../platform/context.ts";
import { readNotificationFacts } from "../queries/notification-facts.ts";
import { AlertActionError } from "./alert-requests.ts";
import { auditCall, type Heard, keepHeard } from "./keep-heard.ts";
import { type LockedCall, withCall } from "./lock-call.ts";
import { passWithin } from "./pass-alerts.ts";
import { endCall, pokeCalls } from "./settle-call.ts";
import { takeWithin } from "./take-alerts.ts";

/** What the phone says next, and whether it asks again. */
export interface CallReply {
  speech: Speech | null;
  /** The turn in which it asks again; null: it hangs up. */
  askTurn: number | null;
}

export interface KeyHeard extends Heard {
  /** Which time round the question was asked, 1 the first. */
  turn: number;
  /** What was pressed; null: nothing. */
  digits: string | null;
}

const HANG_UP: CallReply = { speech: null, askTurn: null };

/**
 * A key was pressed, or none in time. 1 takes every alert of the call, 2 passes them to the next person, anything else
 * asks again; silence calls the next person. The same told twice is answered the same and does nothing.
 * @returns null when there is no such call
 */
export async function hearKey(
  context: Context,
  attemptId: string,
  heard: KeyHeard,
): Promise<CallReply | null> {
  const key = `gather:${heard.turn}`;
  const reply = await withCall(context, attemptId, async (tx, call, within) => {
    const at = context.clock.machineNow();
    const { turn, digits, providerId } = heard;
    if (!(await insertCallback(tx, { attemptId, key, at, body: { turn, digits, providerId } }))) {
      await auditCall(tx, within, attemptId, "repeated", { callback: key });
      return ((await readReply(tx, attemptId, key)) as CallReply | null) ?? HANG_UP;
    }
    if (!(await keepHeard(tx, within, call, heard))) return HANG_UP;
    const facts = await readNotificationFacts(within, call.notification.id);
    const answered = facts === null ? HANG_UP : await answer(tx, within, call, heard, facts);
    await noteReply(tx, attemptId, key, answered);
    return answered;
  });
  pokeCalls(context);
  return reply;
}

async function answer(
  tx: Tx,
  context: Context,
  call: LockedCall,
  { digits, turn }: KeyHeard,
  facts: NotificationFacts,
): Promise<CallReply> {
  const say = (utterance: Utterance): CallReply => ({ speech: speak(utterance, facts), askTurn: null });
  if (call.notification.purpose !== "step") return HANG_UP;
  if (digits === "1" || digits === "2") return say(await pressKey(tx, context, call, digits, facts));
  if (call.attempt.settledAt !== null) {
    await auditCall(tx, context, call.attempt.id, "stale", { callback: "gather", digits });
    return HANG_UP;
  }
  if (digits !== null && turn < CALL_LIMITS.turns) {
    return { speech: speak({ kind: "ask" }, facts), askTurn: turn + 1 };
  }
  await endCall(tx, context, call, { end: "silence", settledBy: "callback" });
  return say({ kind: "silence" });
}

/**
 * Key 1 or 2 of a call that is locked. One that comes after the call was thought to be over counts while it may still be
 * on its way; after that, or after another key, it does nothing.
 */
export async function pressKey(
  tx: Tx,
  context: Context,
  call: LockedCall,
  digit: "1" | "2",
  facts: NotificationFacts,
  settledBy: "callback" | "lookup" = "callback",
): Promise<Utterance> {
  const { attempt, notification } = call;
  const at = context.clock.machineNow();
  const late = attempt.settledAt !== null;
  if (late && (attempt.digits !== null || at - attempt.settledAt! > CALL_LIMITS.lateKeyMs)) {
    await auditCall(tx, context, attempt.id, "stale", { callback: "gather", digits: digit });
    return facts.takenBy !== null && facts.pledgeUntilMs !== null
      ? { kind: "already", name: facts.takenBy, pledgeUntilMs: facts.pledgeUntilMs }
      : { kind: "over" };
  }
  const utterance = await act(tx, context, call, digit, facts);
  if (late) await noteLateKey(tx, attempt.id, digit);
  else await settleAttempt(tx, attempt.id, { state: "heard", at, settledBy, digits: digit });
  await endCalled(tx, notification.id, "heard", at);
  return utterance;
}

async function act(
  tx: Tx,
  context: Context,
  { notification }: LockedCall,
  digit: "1" | "2",
  { person }: NotificationFacts,
): Promise<Utterance> {
  const request = {
    notificationId: notification.id,
    by: { personId: person?.id ?? null, name: person?.name ?? "" },
    via: "key",
  } as const;
  try {
    const done =
      digit === "1" ? await takeWithin(tx, context, request) : await passWithin(tx, context, request);
    if ("taken" in done && done.taken.length > 0) return { kind: "taken", pledgeUntilMs: done.pledgeUntilMs };
    if ("passed" in done && done.passed.length > 0) return { kind: done.to ? "passed" : "nobody_next" };
    return done.already ? { kind: "already", ...done.already } : { kind: "over" };
  } catch (error) {
    if (error instanceof AlertActionError) return { kind: "over" };
    throw error;
  }
}
