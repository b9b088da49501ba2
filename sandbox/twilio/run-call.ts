import type { PhoneCall } from "../phone/phone-call.ts";
import type { AnsweredBy, CallStatus, Reaction } from "../phone/types.ts";
import type { Sandbox } from "../sandbox.ts";
import { Callbacks } from "./callbacks.ts";
import { FollowTwiml } from "./follow-twiml.ts";
import type { CallRequest } from "./read-request.ts";

const DIAL_MS = 600;
/** How long it takes to tell a person from a machine. */
const DETECT_MS = 2_500;

/** One call from its dial to its end, with everything that Andon is told meanwhile. */
export class TwilioCall {
  readonly phone: PhoneCall;
  readonly request: CallRequest;
  #box: Sandbox;
  #callbacks: Callbacks;
  #sequence = 0;

  constructor(box: Sandbox, phone: PhoneCall, request: CallRequest) {
    this.#box = box;
    this.phone = phone;
    this.request = request;
    this.#callbacks = new Callbacks(box, phone);
  }

  /** Fields that every request about this call carries. */
  fields(): Record<string, string> {
    const { sid, from, to, status, answeredBy } = this.phone.view;
    return {
      AccountSid: this.#box.options.twilioAccount,
      ApiVersion: "2010-04-01",
      CallSid: sid,
      CallStatus: status,
      Called: to,
      Caller: from,
      Direction: "outbound-api",
      From: from,
      To: to,
      ...(this.request.detect && answeredBy ? { AnsweredBy: answeredBy } : {}),
    };
  }

  async run(waitMs: number): Promise<void> {
    const { phone, request } = this;
    const quick = this.#box.options.pace === "quick";
    await this.#box.timeline.sleep(waitMs, phone.signal);
    if (!phone.over) {
      void this.#tell("initiated", "initiated");
      if (!quick) await this.#box.timeline.sleep(DIAL_MS, phone.signal);
    }
    const reaction: Reaction = phone.over ? { do: "end", status: "canceled" } : await this.#ring();
    if (reaction.do === "end") {
      phone.end(reaction.status);
      return this.#tellEnd();
    }
    const by = this.#who(reaction.by);
    phone.answered(request.detect && !request.async ? by : null);
    void this.#tell("answered", "in-progress");
    if (request.detect && request.async) void this.#detect(by, quick);
    if (request.detect && !request.async && !quick) await this.#box.timeline.sleep(DETECT_MS, phone.signal);
    await new FollowTwiml(this.#box, this).follow();
    phone.end("completed");
    return this.#tellEnd();
  }

  #ring(): Promise<Reaction> {
    void this.#tell("ringing", "ringing");
    return this.phone.ring(this.#box.options.ringMs ?? this.request.timeoutMs);
  }

  #who(by: "human" | "machine"): AnsweredBy {
    if (by === "human") return "human";
    return this.request.detect === "DetectMessageEnd" ? "machine_end_beep" : "machine_start";
  }

  /** Found out while the call goes on, and told in a callback of its own. */
  async #detect(by: AnsweredBy, quick: boolean): Promise<void> {
    if (!(await this.#box.timeline.sleep(quick ? 0 : DETECT_MS, this.phone.signal))) return;
    this.phone.change({ answeredBy: by });
    if (!this.request.detectCallback) return;
    const { AccountSid, CallSid } = this.fields() as { AccountSid: string; CallSid: string };
    const fields = { AccountSid, CallSid, AnsweredBy: by, MachineDetectionDuration: String(DETECT_MS) };
    const url = this.request.detectCallback;
    await this.#callbacks.send({ event: "amd", url, method: "POST", fields }, true);
  }

  #tellEnd(): Promise<void> {
    const { answeredAt, endedAt, status } = this.phone.view;
    const lastedMs = answeredAt ? Date.parse(endedAt!) - Date.parse(answeredAt) : 0;
    const seconds = String(Math.round(lastedMs / 1_000));
    const more: Record<string, string> = answeredAt
      ? { CallDuration: seconds, Duration: "1" }
      : { CallDuration: "0" };
    return this.#tell("completed", status, more);
  }

  async #tell(
    event: string,
    status: CallStatus | "initiated",
    more: Record<string, string> = {},
  ): Promise<void> {
    const sequence = this.#sequence++;
    const { statusCallback: url, statusMethod: method, statusEvents } = this.request;
    const wanted = statusEvents.length > 0 ? statusEvents : ["completed"];
    if (!url || !wanted.includes(event)) return;
    const fields = {
      ...this.fields(),
      CallStatus: status,
      CallbackSource: "call-progress-events",
      SequenceNumber: String(sequence),
      Timestamp: new Date(this.#box.timeline.now()).toUTCString().replace("GMT", "+0000"),
      ...more,
    };
    await this.#callbacks.send({ event, url, method, fields }, event === "completed");
  }
}
