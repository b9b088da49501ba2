import { setTimeout as sleep } from "node:timers/promises";
import type { PhoneCall } from "../phone/phone-call.ts";
import type { Sandbox } from "../sandbox.ts";

const WITHIN_MS = 5_000;

/** Pushes the report of a call where the console says, with what a fault of callbacks makes of it. */
export async function report(box: Sandbox, phone: PhoneCall, outId: string, code: string): Promise<void> {
  const url = box.aliyunReportUrl;
  phone.reportCode = code;
  if (url === null || phone.abandoned) return;
  const fault = box.faults.take("callbacks", phone.view.to);
  const note = (answered: number | null) => {
    const noted = { event: "report", sequence: 0, answered, fault: fault?.kind ?? null };
    phone.change({ callbacks: [...phone.view.callbacks, noted] });
  };
  if (fault?.kind === "lost") return note(null);
  if (fault?.kind === "slow") await sleep(fault.ms);
  const { sid, to, digits } = phone.view;
  const body = JSON.stringify([
    {
      call_id: sid,
      out_id: outId,
      dial_number: to.replace("+86", ""),
      status_code: code,
      hangup_direction: code === "200001" ? "1" : "0",
      dtmf: digits,
      voice_type: "record",
    },
  ]);
  const push = async () => {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body, signal }).catch(() => null);
    note(response?.status ?? null);
  };
  await phone.during(push);
  if (fault?.kind === "duplicated") await phone.during(push);
}
