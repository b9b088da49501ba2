import { FORECAST_INTERVAL_MS } from "../../server/live/limits.ts";
import { publishForecast } from "../../server/live/publish-forecast.ts";
import type { Context } from "../../server/platform/context.ts";
import { countForecast } from "../../server/queries/forecast.ts";
import { PastHours } from "../../server/queries/past-hours.ts";
import { SideWork } from "./side-work.ts";

/** A shop whose clock runs fast is told of more often, but never more often than this (machine ms). */
const LEAST_INTERVAL_MS = 5_000;
/** Of the time at most a tenth is spent counting, however large the shop. */
const REST_FACTOR = 9;

/** Publishes what the next hours bring, beside the ticks and never in their way: every FORECAST_INTERVAL_MS of shop time. */
export class ForecastPublisher {
  readonly #hours = new PastHours();
  readonly #work: SideWork;

  constructor(private readonly context: Context) {
    this.#work = new SideWork(
      {
        failed: (err) => context.log.warn({ err }, "the forecast is not published"),
        again: () => context.log.info("the forecast is published again"),
      },
      REST_FACTOR,
    );
  }

  /** Called with every tick. @param token of the ticker's lease */
  beat(token: string): void {
    const { context } = this;
    const asked = Math.max(LEAST_INTERVAL_MS, FORECAST_INTERVAL_MS / context.clock.speed);
    // Orders move in machine time too, however slowly the shop's clock runs.
    this.#work.beat(Math.min(FORECAST_INTERVAL_MS, asked), async () => {
      const forecast = await countForecast(context, this.#hours);
      // The board is being built: soon there is one.
      if (forecast === null) return "soon";
      await publishForecast(context, token, forecast);
      return "done";
    });
  }

  /** Lets the one under way end. */
  stop(): Promise<void> {
    return this.#work.stop();
  }
}
