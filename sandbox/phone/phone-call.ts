import type { Timeline } from "../time/timeline.ts";
import { type CallStatus, type CallView, FINAL, type Reaction } from "./types.ts";

/** What was done to a call that cannot be done now. */
export class NotNow extends Error {
  override name = "NotNow";
}

const isFinal = (status: CallStatus) => (FINAL as readonly string[]).includes(status);

/** One phone that rings, is picked up, hears something and may press a key. Whose API made it ring is not its matter. */
export class PhoneCall {
  readonly view: CallView;
  /** Nobody is told anything more about it. */
  abandoned = false;
  /** How Aliyun reports its end; null: it is not over, or is no call of Aliyun's. */
  reportCode: string | null = null;
  #timeline: Timeline;
  #changed: () => void = () => {};
  #listening: () => void = () => {};
  #ended = new AbortController();
  #react: (reaction: Reaction) => void = () => {};
  #reacted: Promise<Reaction>;
  #key: ((digit: string | null) => void) | null = null;
  /** Things that go on: a fetch, a callback, a dial. At none the call waits for somebody. */
  #busy = 0;
  #whenQuiet: (() => void)[] = [];

  constructor(timeline: Timeline, of: Pick<CallView, "sid" | "provider" | "to" | "from">) {
    this.#timeline = timeline;
    this.view = {
      ...of,
      status: "queued",
      createdAt: this.#iso(),
      answeredAt: null,
      endedAt: null,
      answeredBy: null,
      said: [],
      language: "zh-CN",
      digits: "",
      listens: false,
      callbacks: [],
    };
    this.#reacted = new Promise((resolve) => {
      this.#react = resolve;
    });
  }

  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  /** Told whenever a menu begins to listen; at once when one does. */
  onListen(listening: () => void): void {
    this.#listening = listening;
    if (this.view.listens) listening();
  }

  change(change: Partial<CallView>): void {
    Object.assign(this.view, change);
    this.#changed();
  }

  /** Ends with the call. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  get over(): boolean {
    return isFinal(this.view.status);
  }

  /** Rings until somebody reacts, or for so long. */
  async ring(ms: number): Promise<Reaction> {
    this.change({ status: "ringing" });
    const cancel = this.#timeline.in(ms, () => this.react({ do: "end", status: "no-answer" }));
    const reaction = await this.#reacted;
    cancel();
    return reaction;
  }

  /** The first one counts. */
  react(reaction: Reaction): void {
    this.#react(reaction);
  }

  answered(by: CallView["answeredBy"]): void {
    this.change({ status: "in-progress", answeredAt: this.#iso(), answeredBy: by });
  }

  say(text: string, language: string): void {
    this.change({ said: [...this.view.said, text], language });
  }

  /** Waits for a key until then, or the call's end; null: none was pressed. */
  async listen(until: Promise<unknown>): Promise<string | null> {
    if (this.signal.aborted) return null;
    const pressed = new Promise<string | null>((resolve) => {
      this.#key = resolve;
    });
    this.change({ listens: true });
    this.#listening();
    const heard = await Promise.race([pressed, until.then(() => null)]);
    this.#key = null;
    this.change({ listens: false });
    return heard;
  }

  /** @throws NotNow when no menu runs */
  press(digit: string): void {
    if (!this.#key) throw new NotNow(`call ${this.view.sid} is ${this.view.status} and listens to no key`);
    this.change({ digits: this.view.digits + digit });
    this.#key(digit);
  }

  /** Lets the time of a menu be over. */
  hearNothing(): void {
    this.#key?.(null);
  }

  end(status: CallStatus): void {
    if (this.over) return;
    this.change({ status, endedAt: this.#iso(), listens: false });
    this.#react({ do: "end", status: "canceled" });
    this.#ended.abort();
  }

  /** Stops without telling anybody. */
  abandon(): void {
    this.abandoned = true;
    this.#changed = () => {};
    this.end("canceled");
  }

  /** Runs something that the call is not quiet during. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work();
    } finally {
      if (--this.#busy === 0) for (const tell of this.#whenQuiet.splice(0)) tell();
    }
  }

  /** Resolves once nothing goes on but waiting for somebody. */
  async quiet(): Promise<void> {
    for (;;) {
      // What was done this moment has to be noticed first.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#busy === 0) return;
      await new Promise<void>((resolve) => this.#whenQuiet.push(resolve));
    }
  }

  #iso(): string {
    return new Date(this.#timeline.now()).toISOString();
  }
}
