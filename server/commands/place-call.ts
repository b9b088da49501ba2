import type { Attempt } from "../../db/stores/attempts.ts";
import type { SendOutcome } from "../channels/types.ts";
import type { Context } from "../platform/context.ts";

/** What placing a call needs to know of the notification. */
export interface CallNotification {
  id: string;
  personId: string | null;
}

/**
 * Places the call of a notification of kind voice, once, for an attempt whose intent is committed. The attempt may be
 * opened as provider `voice`: this names the company and the contact in it before it dials.
 *
 * The attempt is settled by this and by the callbacks, never by the notifier: it may be told of (`initiated`, even the
 * end) before the company's answer is here. What is left to the notifier by outcome:
 * - accepted: nothing; the notification is `accepted`, and `leased_until` is when the call is looked up.
 * - held, retry: put the notification back into the queue until then.
 * - unknown: nothing; the notification is `unknown`, and lookUpCalls settles it.
 * - final: nothing; the attempt and the notification have failed, and the next person is called already.
 */
export async function placeCall(
  _context: Context,
  _attempt: Attempt,
  _notification: CallNotification,
): Promise<SendOutcome> {
  const message = "no company that places calls is set up; set TWILIO_* or ALIYUN_*";
  return { kind: "final", answer: { status: null, code: "no_provider", message } };
}
