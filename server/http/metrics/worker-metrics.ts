import { Counter, Gauge, type Registry } from "prom-client";
import { readWorkers, type WorkerFigures } from "../../live/worker-beats.ts";
import type { Context } from "../../platform/context.ts";
import { within } from "../../platform/within.ts";
import { ASK_WITHIN_MS } from "./limits.ts";

type Figure = Exclude<keyof WorkerFigures, "name">;

/** Only grow while a worker lives. */
const COUNTERS: Record<string, [Figure, string]> = {
  andon_ticks_total: ["ticks", "Ticks of the board"],
  andon_tick_seconds_total: ["tickSeconds", "Time that they took"],
  andon_tick_failures_total: ["tickFailures", "Ticks that failed"],
  andon_frames_total: ["frames", "Frames made"],
  andon_projected_orders_total: ["projectedOrders", "Changed orders brought to the board"],
  andon_projection_seconds_total: ["projectionSeconds", "Time that this took"],
  andon_projection_failures_total: ["projectionFailures", "Takes of the outbox that failed"],
  andon_escalated_visits_total: ["escalatedVisits", "Visits of which steps fired"],
  andon_ended_alerts_total: ["endedAlerts", "Alerts that the escalator ended"],
  andon_escalation_seconds_total: ["escalationSeconds", "Time that deciding took"],
  andon_escalation_failures_total: ["escalationFailures", "Looks at due steps that failed"],
  andon_rebuilds_total: ["rebuilds", "Boards built anew"],
};
const GAUGES: Record<string, [Figure, string]> = {
  andon_tick_slowest_seconds: ["slowestTickSeconds", "Slowest tick between its last two signs of life"],
  andon_worker_ticking: ["ticking", "1 for the worker that holds the ticker's lease"],
  andon_rebuild_last_seconds: ["lastRebuildSeconds", "Time that its last rebuild took"],
  andon_worker_memory_bytes: ["memoryBytes", "Resident memory"],
};

/**
 * What each worker left with its sign of life: workers serve no HTTP. Every web process shows all of them, so that one
 * scrape is enough; sum by worker over max, not over web processes. A worker that is gone is gone from here too.
 * @returns asks Redis anew
 */
export function workerMetrics(registry: Registry, context: Context): () => Promise<void> {
  const options = ([name, [, help]]: [string, [Figure, string]]) => ({
    name,
    help: `${help}, by worker`,
    labelNames: ["worker"] as const,
    registers: [registry],
  });
  const alive = new Gauge({
    name: "andon_workers",
    help: "Workers that gave a sign of life within 10 s",
    registers: [registry],
  });
  const counters = Object.entries(COUNTERS).map((each) => [each[1][0], new Counter(options(each))] as const);
  const gauges = Object.entries(GAUGES).map((each) => [each[1][0], new Gauge(options(each))] as const);
  return async () => {
    const workers = await within(readWorkers(context), ASK_WITHIN_MS).catch(() => null);
    alive.remove();
    for (const [, metric] of [...counters, ...gauges]) metric.reset();
    if (workers === null) return;
    alive.set(workers.alive);
    for (const figures of workers.figures) {
      const labels = { worker: figures.name };
      for (const [figure, counter] of counters) counter.inc(labels, figures[figure]);
      for (const [figure, gauge] of gauges) gauge.set(labels, figures[figure]);
    }
  };
}
