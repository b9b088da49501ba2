import { findCallAttempt, insertCallback } from "../../db/stores/calls.ts";
import { endOfAliyun } from "../channels/voice/aliyun/errors.ts";
import type { Context } from "../platform/context.ts";
import { readNotificationFacts } from "../queries/notification-facts.ts";
import { pressKey } from "./hear-key.ts";
import { auditCall, keepHeard } from "./keep-heard.ts";
import { lastKey } from "./last-key.ts";
import { withCall } from "./lock-call.ts";
import { endCall, pokeCalls } from "./settle-call.ts";

/** One item of what Aliyun pushes: how a call goes (VoiceCallReport), or how it ended (VoiceReport). */
export interface CallReport {
  callId: string;
  outId: string | null;
  statusCode: string;
  /** Keys that were pressed, in order. */
  dtmf: string | null;
}

const OUT_ID = /^[0-9a-f]{15}$/;

/**
 * Aliyun tells of a call: key 1 takes its alerts, 2 passes them on, its end without either calls the next person. The
 * same told twice does nothing.
 * @returns whether the report is of a call of ours
 */
export async function hearReport(context: Context, report: CallReport): Promise<boolean> {
  const { callId, outId, statusCode, dtmf } = report;
  const idBeginning = outId !== null && OUT_ID.test(outId) ? outId : null;
  const attemptId = await findCallAttempt(context.sql, "aliyun", { providerId: callId, idBeginning });
  if (attemptId === null) return false;
  const key = `report:${statusCode}:${dtmf ?? ""}`;
  await withCall(context, attemptId, async (tx, call, within) => {
    const at = context.clock.machineNow();
    if (!(await insertCallback(tx, { attemptId, key, at, body: report }))) {
      return auditCall(tx, within, attemptId, "repeated", { callback: key });
    }
    if (!(await keepHeard(tx, within, call, { providerId: callId }))) return;
    const pressed = call.notification.purpose === "step" ? lastKey(dtmf ?? "") : null;
    const facts = pressed && (await readNotificationFacts(within, call.notification.id));
    // Its last report repeats the key of an earlier one, which has ended the call.
    if (pressed && facts && call.attempt.digits !== pressed) {
      await pressKey(tx, within, call, pressed, facts);
      return;
    }
    const end = endOfAliyun(statusCode);
    if (end !== null) await endCall(tx, within, call, { end, settledBy: "callback" });
  });
  pokeCalls(context);
  return true;
}
