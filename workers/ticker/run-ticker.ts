import { setTimeout as sleep } from "node:timers/promises";
import { RebuildLostError, rebuildBoard } from "../../server/commands/rebuild-board.ts";
import { sweepEpochs } from "../../server/live/epochs.ts";
import { prefixOf } from "../../server/live/keys.ts";
import { type Lease, takeLease } from "../../server/live/lease.ts";
import { FRAME_INTERVAL_MS, TICKER_LEASE_MS, WATERMARK_INTERVAL_MS } from "../../server/live/limits.ts";
import { readOrigin } from "../../server/live/origin.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { SilenceReader } from "../../server/live/silences.ts";
import { type Tick, tick } from "../../server/live/tick.ts";
import { Wake } from "../../server/live/wake.ts";
import { type Progress, readProgress } from "../../server/live/watermark.ts";
import type { Context } from "../../server/platform/context.ts";
import { Figures } from "../figures.ts";
import { type Running, retryDelayMs } from "../loop.ts";
import { AlertPublisher } from "./alert-publisher.ts";
import { DelayPublisher } from "./delay-publisher.ts";
import { ForecastPublisher } from "./forecast-publisher.ts";

/** How often a worker that does not tick asks for the lease. */
const STANDBY_MS = 500;
const MS_PER_S = 1_000;

/**
 * Ticks while it holds the lease: on news at once, but never two frames within FRAME_INTERVAL_MS, and at least once in
 * each interval, since deadlines pass without news. Builds the board when there is none.
 */
export function runTicker(context: Context, pokes: Pokes, figures: Figures = new Figures()): Running {
  return new Ticker(context, pokes, figures);
}

class Ticker implements Running {
  readonly #wake = new Wake();
  readonly #stopped = new AbortController();
  readonly #delay: DelayPublisher;
  readonly #alerts: AlertPublisher;
  readonly #forecast: ForecastPublisher;
  readonly #silences: SilenceReader;
  readonly #ended: Promise<void>;
  #lease: Lease | null = null;
  /** Null: to be read again, because the connection to Redis is a new one. */
  #origin: string | null = null;
  #progress: Progress | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;
  #rebuilding: Promise<void> | null = null;

  constructor(
    private readonly context: Context,
    pokes: Pokes,
    private readonly figures: Figures,
  ) {
    this.#delay = new DelayPublisher(context);
    this.#alerts = new AlertPublisher(context, pokes);
    this.#forecast = new ForecastPublisher(context);
    this.#silences = new SilenceReader(context, context.log);
    pokes.on("board", () => this.#wake.wake());
    this.#ended = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#wake.wake();
    await this.#ended;
    await this.#rebuilding;
    await Promise.all([this.#delay.stop(), this.#alerts.stop(), this.#forecast.stop()]);
    await this.#lease?.release().catch(() => {});
  }

  async #loop(): Promise<void> {
    const forgetOrigin = () => {
      this.#origin = null;
    };
    this.context.redis.on("close", forgetOrigin);
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#step();
        if (failures > 0) this.context.log.info({ failures }, "the board ticks again");
        failures = 0;
      } catch (error) {
        failures++;
        this.figures.tickFailed();
        if (failures === 1) this.context.log.warn({ err: String(error) }, "the board cannot tick");
        await this.#pause(retryDelayMs(failures));
      }
    }
    this.context.redis.off("close", forgetOrigin);
  }

  async #step(): Promise<void> {
    const { redis, boardTag } = this.context;
    this.#lease ??= await takeLease(redis, prefixOf(boardTag), "ticker", TICKER_LEASE_MS);
    if (this.#lease === null) return this.#pause(STANDBY_MS);
    const startedAt = performance.now();
    const ticked = await this.#tick(this.#lease.token);
    this.figures.ticked(ticked, (performance.now() - startedAt) / MS_PER_S);
    if (ticked.outcome === "lost") {
      this.context.log.info("another worker ticks");
      this.#lease = null;
      return;
    }
    this.#delay.beat(this.#lease.token);
    this.#alerts.beat(this.#lease.token);
    this.#forecast.beat(this.#lease.token);
    if (ticked.outcome === "empty") this.#rebuild();
    else if (ticked.abandoned) await sweepEpochs(this.context);
    const nextAt = startedAt + FRAME_INTERVAL_MS;
    if (ticked.outcome === "shown" && ticked.newFrame) await this.#pause(nextAt - performance.now());
    else await this.#wake.wait(nextAt - performance.now());
  }

  async #tick(token: string): Promise<Tick> {
    this.#origin ??= await readOrigin(this.context);
    const asking = this.#askForProgress();
    // Only the first tick waits for Postgres: lights must go on while it is slow or away.
    if (this.#progress === null) await asking;
    if (this.#progress === null) throw new Error("Postgres does not tell how far the board is");
    const { mark, settingsRevision } = this.#progress;
    const settings = await this.context.settings.get(settingsRevision);
    return tick(this.context, { token, origin: this.#origin, mark, settings });
  }

  #askForProgress(): Promise<void> {
    if (this.#asking) return this.#asking;
    if (performance.now() - this.#askedAt < WATERMARK_INTERVAL_MS) return Promise.resolve();
    this.#askedAt = performance.now();
    this.#asking = readProgress(this.context, this.#progress?.mark ?? null, this.#silences)
      .then((progress) => {
        this.#progress = progress;
      })
      // The watermark then stands still, which every screen shows.
      .catch(() => {})
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }

  /** In the background, so that the lease is kept meanwhile. */
  #rebuild(): void {
    if (this.#rebuilding) return;
    const { log } = this.context;
    const startedAt = performance.now();
    this.#rebuilding = rebuildBoard(this.context, { signal: this.#stopped.signal })
      .then((rebuilt) => {
        if (rebuilt === "busy") return this.#pause(STANDBY_MS);
        const ms = Math.round(performance.now() - startedAt);
        this.figures.rebuilt(ms / MS_PER_S);
        log.info({ ...rebuilt, ms }, "the board was rebuilt");
      })
      .catch((error) => {
        if (this.#stopped.signal.aborted) return;
        const level = error instanceof RebuildLostError ? "info" : "warn";
        log[level]({ err: String(error) }, "the board could not be rebuilt; trying again");
        return this.#pause(STANDBY_MS);
      })
      .finally(() => {
        this.#rebuilding = null;
      });
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#stopped.signal }).catch(() => {});
  }
}
