import { DELAY_INTERVAL_MS } from "../../server/live/limits.ts";
import { publishDelay } from "../../server/live/publish-delay.ts";
import type { Context } from "../../server/platform/context.ts";
import { within } from "../../server/platform/within.ts";
import { readDelaySummary } from "../../server/queries/delay-summary.ts";

/** A read that hangs must not keep the worker from ending. */
const STOP_WITHIN_MS = 2_000;

/**
 * Publishes where the delay sits, beside the ticks and never in their way: a read that takes longer than the interval
 * leaves out the beats that it covers.
 */
export class DelayPublisher {
  #startedAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;
  #failing = false;

  constructor(private readonly context: Context) {}

  /** Called with every tick. @param token of the ticker's lease */
  beat(token: string): void {
    if (this.#running !== null || performance.now() - this.#startedAt < DELAY_INTERVAL_MS) return;
    this.#startedAt = performance.now();
    this.#running = this.#publish(token)
      .then(() => {
        if (this.#failing) this.context.log.info("the delay summary is published again");
        this.#failing = false;
      })
      .catch((error) => {
        if (!this.#failing)
          this.context.log.warn({ err: String(error) }, "the delay summary is not published");
        this.#failing = true;
      })
      .finally(() => {
        this.#running = null;
      });
  }

  /** Lets the one under way end. */
  async stop(): Promise<void> {
    if (this.#running !== null) await within(this.#running, STOP_WITHIN_MS).catch(() => {});
  }

  async #publish(token: string): Promise<void> {
    const { context } = this;
    await publishDelay(context, token, await readDelaySummary(context, context.clock.shopNow()));
  }
}
