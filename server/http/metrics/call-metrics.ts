import { Gauge, type Registry } from "prom-client";
import { readCallOutcomes } from "../../../db/stores/call-outcomes.ts";
import type { Context } from "../../platform/context.ts";
import type { StorageWatch } from "../../platform/storage-watch.ts";
import { within } from "../../platform/within.ts";
import { ASK_WITHIN_MS } from "./limits.ts";

/** Calls that were made in so much shop time. */
const WINDOW_MS = 24 * 3_600_000;

/**
 * How calls go. The callbacks of one call reach any process, so that they are counted where they are kept.
 * @returns asks it anew; while Postgres is away its figures are absent
 */
export function callMetrics(
  registry: Registry,
  { sql, clock }: Pick<Context, "sql" | "clock">,
  storage: StorageWatch,
): () => Promise<void> {
  const calls = new Gauge({
    name: "andon_calls",
    help: "Tries to call somebody, of the last 24 hours, by company and how they ended",
    labelNames: ["provider", "outcome"],
    registers: [registry],
  });
  return async () => {
    const ask = () => readCallOutcomes(sql, clock.shopNow() - WINDOW_MS);
    const found = await within(storage.run(ask), ASK_WITHIN_MS).catch(() => null);
    calls.reset();
    for (const { provider, outcome, calls: count } of found ?? []) calls.set({ provider, outcome }, count);
  };
}
