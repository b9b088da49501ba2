import type { PhoneCall } from "../phone/phone-call.ts";
import type { Sandbox } from "../sandbox.ts";
import { report } from "./report.ts";

const RING_MS = 45_000;
const SPEAK_MS_PER_CHARACTER = 190;
/** Keys after which the menu runs again are few: then it ends. */
const MOST_TURNS = 5;

/** What a call was asked to say. */
export interface Script {
  outId: string;
  says: string;
  timeoutMs: number;
  /** What each key is answered with; `again` runs the menu once more. Empty: there is no menu. */
  keys: ReadonlyMap<string, { says: string; again: boolean }>;
  bye: string | null;
}

/** Status codes of call reports, by how the call ended. */
const CODES = { busy: "200002", "no-answer": "200003", failed: "200005", canceled: "200001" } as const;

/** One call from its ring to its report. Who answers is a person to Aliyun, also when it is a voicemail. */
export async function runAliyunCall(box: Sandbox, phone: PhoneCall, script: Script): Promise<void> {
  const reaction = await phone.ring(box.options.ringMs ?? RING_MS);
  if (reaction.do === "end") {
    phone.end(reaction.status);
    return report(box, phone, script.outId, CODES[reaction.status]);
  }
  phone.answered(null);
  await runMenu(box, phone, script);
  const hungUp = phone.over;
  phone.end("completed");
  return report(box, phone, script.outId, hungUp ? "200001" : "200000");
}

async function runMenu(box: Sandbox, phone: PhoneCall, script: Script): Promise<void> {
  const say = (text: string) => {
    phone.say(text, "zh-CN");
    return box.options.pace === "quick" ? 0 : text.length * SPEAK_MS_PER_CHARACTER;
  };
  for (let turn = 0; turn < MOST_TURNS && !phone.over; turn++) {
    const speechMs = say(script.says);
    if (script.keys.size === 0) {
      await box.timeline.sleep(speechMs, phone.signal);
      return;
    }
    const key = await phone.listen(box.timeline.sleep(speechMs + script.timeoutMs, phone.signal));
    if (phone.over) return;
    const heard = key === null ? null : script.keys.get(key);
    if (heard?.again) continue;
    const last = heard?.says ?? script.bye;
    if (last) await box.timeline.sleep(say(last), phone.signal);
    return;
  }
}
