import { Gauge, type Registry } from "prom-client";
import { TV_ALARMS } from "../../../domain/screens/alarm.ts";
import type { Context } from "../../platform/context.ts";
import type { StorageWatch } from "../../platform/storage-watch.ts";
import { within } from "../../platform/within.ts";
import { listTvs } from "../../queries/list-tvs.ts";
import { ASK_WITHIN_MS } from "./limits.ts";

const WELL = "well";

/**
 * How the televisions are.
 * @returns asks it anew; while Postgres is away the figure is absent
 */
export function tvMetrics(registry: Registry, context: Context, storage: StorageWatch): () => Promise<void> {
  const tvs = new Gauge({
    name: "andon_tvs",
    help: "Paired televisions by how they are",
    labelNames: ["state"],
    registers: [registry],
  });
  return async () => {
    const list = await within(
      storage.run(() => listTvs(context)),
      ASK_WITHIN_MS,
    ).catch(() => null);
    tvs.reset();
    if (list === null) return;
    for (const state of [WELL, ...TV_ALARMS]) {
      tvs.set({ state }, list.tvs.filter(({ alarm }) => (alarm ?? WELL) === state).length);
    }
  };
}
