interface Timer {
  at: number;
  run: () => void;
}

/**
 * The sandbox's own time, epoch ms: the machine's, and what somebody added to it so as not to wait. One that stands still
 * goes on only by that.
 */
export class Timeline {
  readonly #still: boolean;
  #stoodAt = Date.now();
  #aheadMs = 0;
  #timers: Timer[] = [];
  #alarm: NodeJS.Timeout | undefined;

  constructor(still = false) {
    this.#still = still;
  }

  now(): number {
    return (this.#still ? this.#stoodAt : Date.now()) + this.#aheadMs;
  }

  /** Runs it once so much time has passed. @returns what takes that back */
  in(ms: number, run: () => void): () => void {
    const timer = { at: this.now() + ms, run };
    const after = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(after === -1 ? this.#timers.length : after, 0, timer);
    this.#wind();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      this.#wind();
    };
  }

  /** Resolves after so much time, or at once when the signal ends it; true when the time has passed. */
  sleep(ms: number, signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return Promise.resolve(false);
    if (ms <= 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const cancel = this.in(ms, () => {
        signal?.removeEventListener("abort", abort);
        resolve(true);
      });
      const abort = () => {
        cancel();
        resolve(false);
      };
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Lets so much time pass at once: what falls due in it runs, in its order. */
  advance(ms: number): void {
    this.#aheadMs += ms;
    this.#runDue();
  }

  /** Forgets what waits and goes back to the machine's time. */
  reset(): void {
    this.#timers = [];
    this.#aheadMs = 0;
    this.#stoodAt = Date.now();
    this.#wind();
  }

  #runDue(): void {
    while (this.#timers[0] && this.#timers[0].at <= this.now()) this.#timers.shift()!.run();
    this.#wind();
  }

  #wind(): void {
    clearTimeout(this.#alarm);
    const next = this.#timers[0];
    if (!next || this.#still) return;
    this.#alarm = setTimeout(() => this.#runDue(), Math.max(0, next.at - this.now()));
    this.#alarm.unref();
  }
}
