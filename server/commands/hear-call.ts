import {
  insertCallback,
  markAnswered,
  noteAnsweredBy,
  noteSaid,
  noteSequence,
} from "../../db/stores/calls.ts";
import { speak, type Utterance } from "../../domain/escalation/speech/speak.ts";
import type { NotificationFacts } from "../../domain/escalation/words/facts.ts";
import { CALL_LIMITS } from "../channels/voice/limits.ts";
import { findVoiceProvider } from "../channels/voice/providers.ts";
import { isMachine, stateOf } from "../channels/voice/twilio/twilio.ts";
import { verificationCode } from "../oncall/verification-code.ts";
import type { Context } from "../platform/context.ts";
import { readNotificationFacts } from "../queries/notification-facts.ts";
import type { CallReply } from "./hear-key.ts";
import { auditCall, type Heard, keepHeard } from "./keep-heard.ts";
import { withCall } from "./lock-call.ts";
import { endCall, pokeCalls } from "./settle-call.ts";

export interface StatusHeard extends Heard {
  status: string;
  /** Its place in the provider's sequence; null: it has none. */
  sequence: number | null;
  answeredBy: string | null;
}

/**
 * The provider tells how a call goes. Told twice, it counts once; told late, it changes nothing that newer news have
 * changed; the end of a call that nobody took calls the next person.
 * @returns null when there is no such call
 */
export async function hearStatus(
  context: Context,
  attemptId: string,
  heard: StatusHeard,
): Promise<boolean | null> {
  const { status, sequence, answeredBy, providerId } = heard;
  const key = `status:${sequence ?? status}`;
  const done = await withCall(context, attemptId, async (tx, call, within) => {
    const at = context.clock.machineNow();
    const body = { status, sequence, answeredBy, providerId };
    if (!(await insertCallback(tx, { attemptId, key, at, body }))) {
      await auditCall(tx, within, attemptId, "repeated", { callback: key });
      return false;
    }
    if (!(await keepHeard(tx, within, call, heard))) return false;
    if (sequence !== null && !(await noteSequence(tx, attemptId, sequence))) return false;
    const state = stateOf(status, answeredBy ?? call.attempt.answeredBy);
    if (call.attempt.settledAt !== null) {
      // The end of a call that a key has ended already is no news.
      if (state.kind === "live") await auditCall(tx, within, attemptId, "stale", { callback: key });
      return false;
    }
    if (state.kind === "over")
      return endCall(tx, within, call, { end: state.end, settledBy: "callback", answeredBy });
    if (state.kind === "live" && state.answered) await markAnswered(tx, attemptId);
    return true;
  });
  pokeCalls(context);
  return done;
}

/**
 * The provider has found out who answered. A machine is nobody: the next person is called, and the call is ended.
 * @returns null when there is no such call
 */
export async function hearAnsweredBy(
  context: Context,
  attemptId: string,
  { providerId, answeredBy }: Heard & { answeredBy: string },
): Promise<boolean | null> {
  let provider: string | null = null;
  const ended = await withCall(context, attemptId, async (tx, call, within) => {
    const at = context.clock.machineNow();
    if (!(await insertCallback(tx, { attemptId, key: "machine", at, body: { answeredBy, providerId } }))) {
      await auditCall(tx, within, attemptId, "repeated", { callback: "machine" });
      return false;
    }
    if (!(await keepHeard(tx, within, call, { providerId }))) return false;
    await noteAnsweredBy(tx, attemptId, answeredBy);
    if (!isMachine(answeredBy)) return false;
    provider = call.attempt.provider;
    return endCall(tx, within, call, { end: "voicemail", settledBy: "callback", answeredBy });
  });
  if (ended) {
    pokeCalls(context);
    await findVoiceProvider(provider!)?.hangUp(context, providerId, true);
  }
  return ended;
}

/**
 * Somebody has picked up: what the phone says first. Asked again while the call may go on, it answers alike; long after
 * its end nobody is on the phone, and whoever sends the request anew is told nothing.
 * @returns null when there is no such call
 */
export async function answerCall(
  context: Context,
  attemptId: string,
  heard: Heard & { answeredBy: string | null },
): Promise<CallReply | null> {
  const over = await withCall(context, attemptId, async (tx, call, within) => {
    if (!(await keepHeard(tx, within, call, heard))) return "foreign" as const;
    const { settledAt } = call.attempt;
    if (settledAt !== null && context.clock.machineNow() - settledAt > CALL_LIMITS.lateKeyMs) {
      await auditCall(tx, within, attemptId, "stale", { callback: "twiml" });
      return "stale" as const;
    }
    if (isMachine(heard.answeredBy)) {
      const { answeredBy } = heard;
      await endCall(tx, within, call, { end: "voicemail", settledBy: "callback", answeredBy });
      return "machine" as const;
    }
    if (settledAt === null) await markAnswered(tx, attemptId);
    return call;
  });
  if (over === null) return null;
  pokeCalls(context);
  if (typeof over === "string") return { speech: null, askTurn: null };
  const facts = await readNotificationFacts(context, over.notification.id);
  const first = facts && (await firstWords(context, facts));
  if (!first) return { speech: null, askTurn: null };
  const speech = speak(first, facts!);
  await noteSaid(context.sql, over.notification.id, saidOf(first, facts!, over.attempt.provider));
  return { speech, askTurn: first.kind === "ask" ? 1 : null };
}

/** What goes into the ledger: the words, but never a code. */
export function saidOf(first: Utterance, facts: NotificationFacts, channel: string) {
  const { text, language } = speak(first.kind === "code" ? { ...first, code: "" } : first, facts);
  return { title: text, language, channel };
}

async function firstWords(context: Context, facts: NotificationFacts): Promise<Utterance | null> {
  const { purpose, subject, openCount, takenBy, pledgeUntilMs } = facts;
  if (purpose === "test") return { kind: "test" };
  if (purpose === "verify") {
    const code = subject.contactId === undefined ? null : await verificationCode(context, subject.contactId);
    return code === null ? null : { kind: "code", code };
  }
  if (openCount > 0) return { kind: "ask" };
  return takenBy !== null && pledgeUntilMs !== null
    ? { kind: "already", name: takenBy, pledgeUntilMs }
    : { kind: "over" };
}
