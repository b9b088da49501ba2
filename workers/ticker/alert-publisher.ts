import { ALERTS_INTERVAL_MS, ALERTS_NEWS_MS } from "../../server/live/limits.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { publishAlerts } from "../../server/live/publish-alerts.ts";
import type { Context } from "../../server/platform/context.ts";
import { readAlertSummary } from "../../server/queries/alert-summary.ts";
import { SideWork } from "./side-work.ts";

/** Of the time at most one part in five is spent reading, however many alerts there are. */
const REST_FACTOR = 4;

/**
 * Publishes how far escalation has come, beside the ticks and never in their way: soon after news of alerts, and every
 * few seconds anyway, since steps grow overdue without news.
 */
export class AlertPublisher {
  readonly #work: SideWork;
  #hasNews = false;

  constructor(
    private readonly context: Context,
    pokes: Pokes,
  ) {
    this.#work = new SideWork(
      {
        failed: (err) => context.log.warn({ err }, "the alert summary is not published"),
        again: () => context.log.info("the alert summary is published again"),
      },
      REST_FACTOR,
    );
    pokes.on("alerts", () => {
      this.#hasNews = true;
    });
  }

  /** Called with every tick. @param token of the ticker's lease */
  beat(token: string): void {
    this.#work.beat(this.#hasNews ? ALERTS_NEWS_MS : ALERTS_INTERVAL_MS, async () => {
      this.#hasNews = false;
      await publishAlerts(this.context, token, await readAlertSummary(this.context));
      return "done";
    });
  }

  /** Lets the one under way end. */
  stop(): Promise<void> {
    return this.#work.stop();
  }
}
