import { DELAY_INTERVAL_MS } from "../../server/live/limits.ts";
import { publishDelay } from "../../server/live/publish-delay.ts";
import type { Context } from "../../server/platform/context.ts";
import { readDelaySummary } from "../../server/queries/delay-summary.ts";
import { SideWork } from "./side-work.ts";

/** Publishes where the delay sits, beside the ticks and never in their way. */
export class DelayPublisher {
  readonly #work: SideWork;

  constructor(private readonly context: Context) {
    this.#work = new SideWork({
      failed: (err) => context.log.warn({ err }, "the delay summary is not published"),
      again: () => context.log.info("the delay summary is published again"),
    });
  }

  /** Called with every tick. @param token of the ticker's lease */
  beat(token: string): void {
    const { context } = this;
    this.#work.beat(DELAY_INTERVAL_MS, async () => {
      await publishDelay(context, token, await readDelaySummary(context, context.clock.shopNow()));
      return "done";
    });
  }

  /** Lets the one under way end. */
  stop(): Promise<void> {
    return this.#work.stop();
  }
}
