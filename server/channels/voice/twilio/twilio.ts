import { refuseRealProvider } from "../../real-provider.ts";
import type { ProviderAnswer, SendOutcome } from "../../types.ts";
import { twilioCallbackUrl } from "../callback-urls.ts";
import { maskNumbers } from "../mask-numbers.ts";
import type { CallEnd, CallProvider, CallState } from "../types.ts";
import { failureOf, TWILIO_URL, twilioClient } from "./client.ts";
import { judgeTwilio } from "./errors.ts";

/** What an account may do at the beginning. */
const CALLS_PER_SECOND = 1;
const EVENTS = ["initiated", "ringing", "answered", "completed"];
/** Longer than any call of ours speaks: one that hangs does not block its person. */
const LONGEST_CALL_S = 240;
/** Twilio's clock against ours, and its seconds against our milliseconds. */
const CLOCK_SKEW_MS = 10_000;
const LOOKED_THROUGH = 20;
const NOT_SENT_RETRY_MS = 2_000;
/** The call that is to be ended has ended. */
const CALL_IS_OVER = 21220;

/** Twilio's programmable voice: what a call says is fetched from us while it goes on. */
export const twilioVoice: CallProvider = {
  name: "twilio",
  limits: [{ windowMs: 1_000, most: CALLS_PER_SECOND }],
  configured: ({ env }) => env.twilio !== null,
  reaches: () => true,
  cancels: true,

  async place({ env, clock }, call) {
    const account = env.twilio!;
    const refused = refuseRealProvider({ clock }, (account.baseUrl ?? TWILIO_URL) === TWILIO_URL);
    if (refused) return refused;
    const url = (callback: Parameters<typeof twilioCallbackUrl>[2]) =>
      twilioCallbackUrl(env.publicUrl, call.attemptId, callback);
    try {
      const { calls } = await twilioClient(account);
      const placed = await calls.create({
        to: call.to,
        from: account.from,
        url: url("twiml"),
        method: "POST",
        // Asked once more when the first request fails: a restart must not end the call in an error.
        fallbackUrl: url("twiml"),
        fallbackMethod: "POST",
        timeout: call.ringS,
        timeLimit: LONGEST_CALL_S,
        statusCallback: url("status"),
        statusCallbackEvent: EVENTS,
        statusCallbackMethod: "POST",
        machineDetection: "Enable",
        // Beside the speech: a person must not hear silence until Twilio is sure of them.
        asyncAmd: "true",
        asyncAmdStatusCallback: url("machine"),
        asyncAmdStatusCallbackMethod: "POST",
      });
      return { kind: "accepted", providerId: placed.sid, answer: answerOf(201, null, placed.status) };
    } catch (error) {
      return outcomeOf(error);
    }
  },

  async seek({ env }, { to, sinceMs, known }) {
    const account = env.twilio!;
    try {
      const { calls } = await twilioClient(account);
      const since = new Date(sinceMs - CLOCK_SKEW_MS);
      const sought = { to, from: account.from, limit: LOOKED_THROUGH };
      // A call that waits in Twilio's queue has no start yet, so it is asked for by itself.
      const started = await calls.list({ ...sought, startTimeAfter: since });
      const found = [...started, ...(await calls.list({ ...sought, status: "queued" }))]
        .filter((call) => !known.has(call.sid) && call.dateCreated.getTime() >= since.getTime())
        .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime());
      return found[0] ? { kind: "found", providerId: found[0].sid } : { kind: "absent" };
    } catch (error) {
      return { kind: "unclear", why: reasonOf(error) };
    }
  },

  async look({ env }, providerId) {
    try {
      const call = await (await twilioClient(env.twilio!)).calls(providerId).fetch();
      return stateOf(call.status, call.answeredBy || null);
    } catch (error) {
      return failureOf(error).status === 404 ? { kind: "absent" } : { kind: "unclear", why: reasonOf(error) };
    }
  },

  async hangUp({ env, log }, providerId, answered) {
    try {
      const { calls } = await twilioClient(env.twilio!);
      const call = await calls(providerId).update({ status: answered ? "completed" : "canceled" });
      if (stateOf(call.status, null).kind === "over") return true;
      // Somebody answered meanwhile.
      return stateOf((await calls(providerId).update({ status: "completed" })).status, null).kind === "over";
    } catch (error) {
      const { status, code } = failureOf(error);
      const over = code === CALL_IS_OVER || status === 404;
      if (!over) log.warn({ providerId, why: reasonOf(error) }, "a call cannot be ended");
      return over;
    }
  },
};

const ENDS: Record<string, CallEnd> = {
  busy: "busy",
  "no-answer": "no_answer",
  failed: "failed",
  canceled: "canceled",
};

/** What a call's status says, as callbacks and look-ups tell it. */
export function stateOf(status: string, answeredBy: string | null): CallState {
  const end = ENDS[status] ?? (isMachine(answeredBy) ? "voicemail" : "hung_up");
  if (status === "completed" || ENDS[status]) return { kind: "over", end, answeredBy, digits: null };
  return { kind: "live", answered: status === "in-progress" || status === "answered" };
}

/** Whether nobody is there: `machine_start`, `machine_end_beep` and their like, a fax. Unknown is taken for a person. */
export function isMachine(answeredBy: string | null | undefined): boolean {
  return answeredBy?.startsWith("machine") === true || answeredBy === "fax";
}

function outcomeOf(error: unknown): SendOutcome & { elsewhere?: boolean } {
  const { status, code, message, notSent } = failureOf(error);
  const answer = answerOf(status, code === null ? null : String(code), message);
  if (notSent) return { kind: "retry", afterMs: NOT_SENT_RETRY_MS, answer };
  if (status === null) return { kind: "unknown", answer };
  const { verdict, elsewhere } = judgeTwilio(status, code);
  return { ...verdict, answer, elsewhere };
}

function answerOf(status: number | null, code: string | null, message: string): ProviderAnswer {
  return { status, code, message: maskNumbers(message) };
}

function reasonOf(error: unknown): string {
  const { status, code, message } = failureOf(error);
  return status === null ? message : `status ${status}, code ${code ?? "none"}`;
}
