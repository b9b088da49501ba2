import os from "node:os";
import type { Tick } from "../server/live/tick.ts";
import type { WorkerFigures } from "../server/live/worker-beats.ts";

/** Counts what this worker does. All durations in seconds. */
export class Figures {
  readonly #counts = {
    ticks: 0,
    tickSeconds: 0,
    slowestTickSeconds: 0,
    tickFailures: 0,
    ticking: 0,
    frames: 0,
    projectedOrders: 0,
    projectionSeconds: 0,
    projectionFailures: 0,
    rebuilds: 0,
    lastRebuildSeconds: 0,
    escalatedVisits: 0,
    endedAlerts: 0,
    escalationSeconds: 0,
    escalationFailures: 0,
  };

  ticked(tick: Tick, seconds: number): void {
    const counts = this.#counts;
    counts.ticking = tick.outcome === "lost" ? 0 : 1;
    if (tick.outcome === "lost") return;
    counts.ticks++;
    counts.tickSeconds += seconds;
    counts.slowestTickSeconds = Math.max(counts.slowestTickSeconds, seconds);
    if (tick.outcome === "shown" && tick.newFrame) counts.frames++;
  }

  tickFailed(): void {
    this.#counts.tickFailures++;
  }

  projected(orders: number, seconds: number): void {
    this.#counts.projectedOrders += orders;
    this.#counts.projectionSeconds += seconds;
  }

  projectionFailed(): void {
    this.#counts.projectionFailures++;
  }

  /** @param visits of which steps fired @param alerts that ended */
  escalated(visits: number, alerts: number, seconds: number): void {
    this.#counts.escalatedVisits += visits;
    this.#counts.endedAlerts += alerts;
    if (visits + alerts > 0) this.#counts.escalationSeconds += seconds;
  }

  escalationFailed(): void {
    this.#counts.escalationFailures++;
  }

  rebuilt(seconds: number): void {
    this.#counts.rebuilds++;
    this.#counts.lastRebuildSeconds = seconds;
  }

  /** Everything up to now; the slowest tick is looked for anew from here on. */
  take(): WorkerFigures {
    const figures = {
      name: `${os.hostname()}:${process.pid}`,
      ...this.#counts,
      memoryBytes: process.memoryUsage.rss(),
    };
    this.#counts.slowestTickSeconds = 0;
    return figures;
  }
}
