import { ALERTS_INTERVAL_MS, ALERTS_NEWS_MS } from "../../server/live/limits.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { publishAlerts } from "../../server/live/publish-alerts.ts";
import type { Context } from "../../server/platform/context.ts";
import { within } from "../../server/platform/within.ts";
import { readAlertSummary } from "../../server/queries/alert-summary.ts";

/** A read that hangs must not keep the worker from ending. */
const STOP_WITHIN_MS = 2_000;
/** Of the time at most one part in so many is spent reading, however many alerts there are. */
const REST_FACTOR = 4;

/**
 * Publishes how far escalation has come, beside the ticks and never in their way: soon after news of alerts, and every
 * few seconds anyway, since steps grow overdue without news.
 */
export class AlertPublisher {
  #startedAt = Number.NEGATIVE_INFINITY;
  #restUntil = Number.NEGATIVE_INFINITY;
  #hasNews = false;
  #running: Promise<void> | null = null;
  #failing = false;

  constructor(
    private readonly context: Context,
    pokes: Pokes,
  ) {
    pokes.on("alerts", () => {
      this.#hasNews = true;
    });
  }

  /** Called with every tick. @param token of the ticker's lease */
  beat(token: string): void {
    const now = performance.now();
    const pauseMs = this.#hasNews ? ALERTS_NEWS_MS : ALERTS_INTERVAL_MS;
    if (this.#running !== null || now < this.#restUntil || now - this.#startedAt < pauseMs) return;
    this.#startedAt = now;
    this.#hasNews = false;
    this.#running = this.#publish(token)
      .then(() => {
        if (this.#failing) this.context.log.info("the alert summary is published again");
        this.#failing = false;
      })
      .catch((error) => {
        if (!this.#failing)
          this.context.log.warn({ err: String(error) }, "the alert summary is not published");
        this.#failing = true;
      })
      .finally(() => {
        const ended = performance.now();
        this.#restUntil = ended + REST_FACTOR * (ended - now);
        this.#running = null;
      });
  }

  /** Lets the one under way end. */
  async stop(): Promise<void> {
    if (this.#running !== null) await within(this.#running, STOP_WITHIN_MS).catch(() => {});
  }

  async #publish(token: string): Promise<void> {
    await publishAlerts(this.context, token, await readAlertSummary(this.context));
  }
}
