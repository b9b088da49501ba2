import { Gauge, type Registry } from "prom-client";
import type { Context } from "../../platform/context.ts";
import type { StorageWatch } from "../../platform/storage-watch.ts";
import { TimeoutError, within } from "../../platform/within.ts";
import { type PipelineState, readPipelineState } from "../../queries/pipeline-state.ts";
import { isAway } from "../storage-away.ts";
import { ASK_WITHIN_MS } from "./limits.ts";

/**
 * What Postgres tells: work that waits in it, and who is connected.
 * @returns asks it anew; while it is away its figures are absent, so that no alarm compares with old ones
 */
export function storageMetrics(
  registry: Registry,
  { sql, clock, log }: Pick<Context, "sql" | "clock" | "log">,
  storage: StorageWatch,
): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const up = gauge("andon_postgres_up", "1 while Postgres answers");
  const rows = gauge(
    "andon_outbox_rows",
    "Changed orders that the board has not taken up; counted to 100,000",
  );
  const age = gauge("andon_outbox_oldest_age_seconds", "Age of the oldest of them");
  const waiting = gauge(
    "andon_quarantine_waiting",
    "Events in quarantine that wait for a person; counted to 100,000",
  );
  const unsummed = gauge(
    "andon_delay_log_rows",
    "Ended visits whose overdue time is not in the hourly sums yet; counted to 100,000",
  );
  const most = gauge(
    "andon_postgres_max_connections",
    "Connections that Postgres takes at most, of everybody",
  );
  const connections = new Gauge({
    name: "andon_postgres_connections",
    help: "Andon's connections to this database by role and state",
    labelNames: ["role", "state"],
    registers,
  });
  const longest = gauge(
    "andon_postgres_longest_transaction_seconds",
    "Age of Andon's oldest transaction on this database",
  );

  const set = (state: PipelineState) => {
    rows.set(state.outboxRows);
    age.set(
      state.outboxOldestAt === null ? 0 : Math.max(0, clock.machineNow() - state.outboxOldestAt) / 1_000,
    );
    waiting.set(state.quarantineWaiting);
    unsummed.set(state.delayLogRows);
    most.set(state.maxConnections);
    longest.set(Math.max(0, state.longestTransactionSeconds));
    for (const { role, state: doing, count } of state.connections)
      connections.set({ role, state: doing }, count);
  };
  return async () => {
    const state = await within(
      storage.run(() => readPipelineState(sql, clock.machineNow())),
      ASK_WITHIN_MS,
    ).catch((error) => {
      // Away says so by its own gauge; anything else is a fault of ours.
      if (!isAway(error) && !(error instanceof TimeoutError)) log.warn({ err: error }, "a scrape failed");
      return null;
    });
    up.set(state === null ? 0 : 1);
    for (const each of [rows, age, waiting, unsummed, most, longest]) each.remove();
    connections.reset();
    if (state !== null) set(state);
  };
}
