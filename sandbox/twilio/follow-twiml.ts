import type { PhoneCall } from "../phone/phone-call.ts";
import type { Sandbox } from "../sandbox.ts";
import type { CallRequest } from "./read-request.ts";
import { type Told, tell } from "./tell.ts";
import { parseTwiml, TwimlError, type Verb } from "./twiml.ts";

/** A document that sends us from one to the next for ever is ended as Twilio ends it. */
const MOST_DOCUMENTS = 100;
const SPEAK_MS_PER_CHARACTER = 190;
const GATHER_S = 5;
const ERROR_SPOKEN = "An application error has occurred. Goodbye.";

/** The call that the document is spoken in. */
interface SpokenCall {
  phone: PhoneCall;
  request: CallRequest;
  /** Fields that every request about this call carries. */
  fields(): Record<string, string>;
}

interface Step {
  url: string;
  method: string;
  more: Record<string, string>;
}

/** Does what the TwiML of a call says, until it ends. */
export class FollowTwiml {
  #box: Sandbox;
  #call: SpokenCall;
  #base: string;

  constructor(box: Sandbox, call: SpokenCall) {
    this.#box = box;
    this.#call = call;
    this.#base = call.request.url ?? "http://twiml.invalid/";
  }

  async follow(): Promise<void> {
    const { url, twiml, method } = this.#call.request;
    let next = twiml === null ? await this.#visit({ url: url!, method, more: {} }) : await this.#read(twiml);
    for (let documents = 1; next && documents < MOST_DOCUMENTS; documents++) next = await this.#visit(next);
  }

  async #visit(step: Step): Promise<Step | null> {
    const { phone, request } = this.#call;
    if (phone.over) return null;
    const get = (to: Step) => {
      this.#base = to.url;
      return phone.during(() =>
        tell(to.method, to.url, { ...this.#call.fields(), ...to.more }, this.#box.twilioToken),
      );
    };
    let document = usable(await get(step));
    if (!document && request.fallbackUrl) {
      const more = { ErrorCode: "11200", ErrorUrl: step.url };
      document = usable(await get({ url: request.fallbackUrl, method: "POST", more }));
    }
    if (document === null) return this.#fail();
    return this.#read(document);
  }

  #fail(): null {
    this.#call.phone.say(ERROR_SPOKEN, "en-US");
    return null;
  }

  /** @returns where to go on; null: the call is over */
  async #read(document: string): Promise<Step | null> {
    try {
      return await this.#perform(parseTwiml(document));
    } catch (error) {
      if (error instanceof TwimlError) return this.#fail();
      throw error;
    }
  }

  async #perform(verbs: readonly Verb[]): Promise<Step | null> {
    for (const verb of verbs) {
      if (this.#call.phone.over) return null;
      switch (verb.name) {
        case "Say":
          await this.#box.timeline.sleep(this.#say(verb), this.#call.phone.signal);
          break;
        case "Pause":
          await this.#pause(Number(verb.attributes.length ?? 1) * 1_000);
          break;
        case "Gather": {
          const step = await this.#gather(verb);
          if (step) return step;
          break;
        }
        case "Redirect":
          return { url: this.#resolve(verb.text), method: verb.attributes.method ?? "POST", more: {} };
        case "Hangup":
          return null;
        default:
          throw new TwimlError(`<${verb.name}> is not known here`);
      }
    }
    return null;
  }

  /** @returns how long it takes, ms */
  #say(verb: Verb): number {
    this.#call.phone.say(verb.text, verb.attributes.language ?? "en-US");
    return this.#box.options.pace === "quick" ? 0 : verb.text.length * SPEAK_MS_PER_CHARACTER;
  }

  async #pause(ms: number): Promise<void> {
    if (this.#box.options.pace === "real") await this.#box.timeline.sleep(ms, this.#call.phone.signal);
  }

  /** A key ends the speech; after the speech there is `timeout` seconds for one. Without one it falls through. */
  async #gather(verb: Verb): Promise<Step | null> {
    const { phone } = this.#call;
    let ms = Number(verb.attributes.timeout ?? GATHER_S) * 1_000;
    for (const said of verb.children) {
      if (said.name === "Say") ms += this.#say(said);
      else if (said.name !== "Pause") throw new TwimlError(`<${said.name}> does not belong into <Gather>`);
    }
    const most = Number(verb.attributes.numDigits ?? Number.POSITIVE_INFINITY);
    const finish = verb.attributes.finishOnKey ?? "#";
    const over = new AbortController();
    const silence = this.#box.timeline.sleep(ms, AbortSignal.any([phone.signal, over.signal]));
    let digits = "";
    while (digits.length < most) {
      const digit = await phone.listen(silence);
      if (digit === null || digit === finish) break;
      digits += digit;
    }
    over.abort();
    if (phone.over || digits === "") return null;
    const url = this.#resolve(verb.attributes.action ?? "");
    return { url, method: verb.attributes.method ?? "POST", more: { Digits: digits } };
  }

  #resolve(address: string): string {
    return new URL(address, this.#base).href;
  }
}

function usable(told: Told | null): string | null {
  if (!told || told.status < 200 || told.status > 299) return null;
  return /xml|html/.test(told.contentType) ? told.body : null;
}
