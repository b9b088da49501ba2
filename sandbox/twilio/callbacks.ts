import { setTimeout as sleep } from "node:timers/promises";
import type { PhoneCall } from "../phone/phone-call.ts";
import type { Sandbox } from "../sandbox.ts";
import { tell } from "./tell.ts";

const WRONG_TOKEN = "somebody-else-s-token";

type Post = { event: string; url: string; method: string; fields: Record<string, string> };

/** What Andon is told of one call, one after the other, with what a fault makes of it. */
export class Callbacks {
  #box: Sandbox;
  #call: PhoneCall;
  #last: Promise<void> = Promise.resolve();
  #held: Post | null = null;

  constructor(box: Sandbox, call: PhoneCall) {
    this.#box = box;
    this.#call = call;
  }

  /** Sends it behind those before. @param final nothing comes after it, so that nothing is held back for it */
  send(post: Post, final: boolean): Promise<void> {
    const sent = this.#last.then(() => this.#send(post, final));
    this.#last = sent;
    return this.#call.during(() => sent);
  }

  async #send(post: Post, final: boolean): Promise<void> {
    if (this.#call.abandoned) return;
    const fault = this.#box.faults.take("callbacks", this.#call.view.to);
    if (fault?.kind === "lost") return this.#note(post, null, "lost");
    if (fault?.kind === "reordered" && !final && !this.#held) {
      this.#held = post;
      return;
    }
    if (fault?.kind === "slow") await sleep(fault.ms);
    await this.#post(post, fault?.kind ?? null);
    if (fault?.kind === "duplicated") await this.#post(post, "duplicated");
    const held = this.#held;
    this.#held = null;
    if (held) await this.#post(held, "reordered");
  }

  async #post(post: Post, fault: string | null): Promise<void> {
    const token = fault === "wrong_sign" ? WRONG_TOKEN : this.#box.twilioToken;
    const told = await tell(post.method, post.url, post.fields, token);
    this.#note(post, told?.status ?? null, fault);
  }

  #note(post: Post, answered: number | null, fault: string | null): void {
    const sequence = Number(post.fields.SequenceNumber ?? -1);
    const noted = { event: post.event, sequence, answered, fault };
    this.#call.change({ callbacks: [...this.#call.view.callbacks, noted] });
  }
}
