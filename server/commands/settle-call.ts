import type { Tx } from "../../db/sql.ts";
import { settleAttempt } from "../../db/stores/attempts.ts";
import { endCalled } from "../../db/stores/calls.ts";
import type { CallEnd } from "../channels/voice/types.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { askGroup } from "./ask-group.ts";
import { type CallNextReason, callNext } from "./call-next.ts";
import { type LockedCall, withCall } from "./lock-call.ts";

export interface Ending {
  end: CallEnd;
  settledBy: "answer" | "callback" | "lookup" | "timeout";
  /** No phone rang: this person cannot be called, or nobody can. */
  uncallable?: "person" | "anybody";
  answeredBy?: string | null;
  /** What the provider said, where it said more than how it ended. */
  answer?: { status: number | null; code: string | null; message: string | null };
}

/** Whether a call ended with it in somebody's, or some machine's, ear. */
const REACHED: readonly CallEnd[] = ["voicemail", "silence", "hung_up"];

/**
 * Ends a call that nobody took by a key: the next person is called at once, once, whatever else is told of it later.
 * @returns whether this ended it
 */
export async function settleCall(context: Context, attemptId: string, ending: Ending): Promise<boolean> {
  const ended = await withCall(context, attemptId, (tx, call, within) => endCall(tx, within, call, ending));
  if (ended) pokeCalls(context);
  return ended === true;
}

/** The same for a call that is locked; the caller pokes after it. */
export async function endCall(tx: Tx, context: Context, call: LockedCall, ending: Ending): Promise<boolean> {
  const { attempt, notification } = call;
  const at = context.clock.machineNow();
  const { end, settledBy, answeredBy } = ending;
  const state = end === "canceled" ? "canceled" : REACHED.includes(end) ? "delivered" : "failed";
  const answer = ending.answer ?? { status: null, code: end, message: null };
  if (!(await settleAttempt(tx, attempt.id, { state, at, settledBy, answer, answeredBy }))) return false;
  const asksForKey = notification.purpose === "step";
  if (!asksForKey) {
    await endCalled(tx, notification.id, REACHED.includes(end) ? "delivered" : "failed", at);
    return true;
  }
  const unwanted = notification.cancelAt !== null;
  if (!(await endCalled(tx, notification.id, unwanted ? "dropped" : "failed", at))) return true;
  if (!unwanted) await goOn(tx, context, notification.id, ending);
  return true;
}

/** Where nobody can be called the next person cannot be either. */
function goOn(tx: Tx, context: Context, notificationId: string, ending: Ending): Promise<string | null> {
  return ending.uncallable === "anybody"
    ? askGroup(tx, context, notificationId)
    : callNext(tx, context, notificationId, reasonOf(ending));
}

/** A call that was canceled by somebody else than us has failed. */
function reasonOf({ end, uncallable }: Ending): CallNextReason {
  if (uncallable) return "not_placed";
  return end === "canceled" ? "failed" : end;
}

/** Wakes whoever dials and whoever shows. */
export function pokeCalls(context: Context): void {
  poke(context, "notify");
  poke(context, "alerts");
}
