import { FORECAST_INTERVAL_MS } from "../../server/live/limits.ts";
import { publishForecast } from "../../server/live/publish-forecast.ts";
import type { Context } from "../../server/platform/context.ts";
import { within } from "../../server/platform/within.ts";
import { countForecast } from "../../server/queries/forecast.ts";
import { PastHours } from "../../server/queries/past-hours.ts";

/** A read that hangs must not keep the worker from ending. */
const STOP_WITHIN_MS = 2_000;
/** A shop whose clock runs fast is told of more often, but never more often than this (machine ms). */
const LEAST_INTERVAL_MS = 5_000;
/** Of the time at most one part in so many is spent counting, however large the shop. */
const REST_FACTOR = 9;

/**
 * Publishes what the next hours bring, beside the ticks and never in their way: every FORECAST_INTERVAL_MS of shop time, but
 * so that counting it never takes more than a tenth of the time.
 */
export class ForecastPublisher {
  readonly #hours = new PastHours();
  #startedAt = Number.NEGATIVE_INFINITY;
  #restUntil = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;
  #failing = false;

  constructor(private readonly context: Context) {}

  /** Called with every tick. @param token of the ticker's lease */
  beat(token: string): void {
    const now = performance.now();
    const asked = Math.max(LEAST_INTERVAL_MS, FORECAST_INTERVAL_MS / this.context.clock.speed);
    // Orders move in machine time too, however slowly the shop's clock runs.
    const intervalMs = Math.min(FORECAST_INTERVAL_MS, asked);
    if (this.#running !== null || now < this.#restUntil || now - this.#startedAt < intervalMs) return;
    this.#startedAt = now;
    this.#running = this.#publish(token)
      .then(() => {
        if (this.#failing) this.context.log.info("the forecast is published again");
        this.#failing = false;
      })
      .catch((error) => {
        if (!this.#failing) this.context.log.warn({ err: String(error) }, "the forecast is not published");
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
    const startedAt = performance.now();
    const forecast = await countForecast(this.context, this.#hours);
    if (forecast === null) {
      // The board is being built: soon there is one.
      this.#startedAt = Number.NEGATIVE_INFINITY;
      return;
    }
    await publishForecast(this.context, token, forecast);
    const endedAt = performance.now();
    this.#restUntil = endedAt + REST_FACTOR * (endedAt - startedAt);
  }
}
