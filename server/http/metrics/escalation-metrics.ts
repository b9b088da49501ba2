import { Gauge, type Registry } from "prom-client";
import { readEscalationLoad } from "../../../db/stores/lateness.ts";
import type { Context } from "../../platform/context.ts";
import type { StorageWatch } from "../../platform/storage-watch.ts";
import { within } from "../../platform/within.ts";
import { lateness } from "../../queries/lateness.ts";
import { overdueSteps } from "../../queries/overdue-steps.ts";
import { ASK_WITHIN_MS } from "./limits.ts";

/** Quantiles are of what began in so much shop time. */
const WINDOW_MS = 24 * 3_600_000;
const MS_PER_S = 1_000;

/**
 * How escalation does: what waits, what is late, how quickly people are told and take it.
 * @returns asks it anew; while Postgres is away its figures are absent
 */
export function escalationMetrics(
  registry: Registry,
  context: Context,
  storage: StorageWatch,
): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const overdue = gauge(
    "andon_overdue_steps",
    "Steps of escalation that did not fire in time; counted to 10,000",
  );
  const alerts = gauge("andon_alerts", "Alerts that are not resolved, by state", ["state"]);
  const queued = gauge("andon_notifications_queued", "Messages and calls that wait to go");
  const told = gauge(
    "andon_notification_lateness_seconds",
    "From a deadline until a provider accepted what tells of it, of the last 24 hours, by kind and quantile",
    ["kind", "quantile"],
  );
  const taken = gauge(
    "andon_alert_take_seconds",
    "From a deadline until a person took the alert, of the last 24 hours, by node (none: of all) and quantile",
    ["node", "quantile"],
  );
  const all = [overdue, alerts, queued, told, taken];

  const ask = async () => {
    const toMs = context.clock.shopNow() + 1;
    const [late, load, times] = await Promise.all([
      overdueSteps(context),
      readEscalationLoad(context.sql),
      lateness(context, { fromMs: toMs - WINDOW_MS, toMs }),
    ]);
    return { late, load, times };
  };
  return async () => {
    const found = await within(storage.run(ask), ASK_WITHIN_MS).catch(() => null);
    for (const each of all) each.reset();
    if (found === null) {
      // Without labels reset leaves a 0, which would be taken for a count.
      for (const each of [overdue, queued]) each.remove();
      return;
    }
    const { late, load, times } = found;
    overdue.set(late?.count ?? 0);
    alerts.set({ state: "open" }, load.open);
    alerts.set({ state: "acknowledged" }, load.acknowledged);
    queued.set(load.queued);
    for (const { kind, p50Ms, p99Ms } of times.lateness.byKind) {
      told.set({ kind, quantile: "0.5" }, (p50Ms ?? 0) / MS_PER_S);
      told.set({ kind, quantile: "0.99" }, (p99Ms ?? 0) / MS_PER_S);
    }
    if (times.timeToTake.count === 0) return;
    // By person it is told on the API alone: whoever reads figures need not know who works here.
    for (const { node, p50Ms, p99Ms } of [{ node: null, ...times.timeToTake }, ...times.timeToTake.byNode]) {
      const labels = node === null ? {} : { node };
      taken.set({ ...labels, quantile: "0.5" }, (p50Ms ?? 0) / MS_PER_S);
      taken.set({ ...labels, quantile: "0.99" }, (p99Ms ?? 0) / MS_PER_S);
    }
  };
}
