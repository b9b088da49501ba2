import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Context } from "../platform/context.ts";
import type { StorageWatch } from "../platform/storage-watch.ts";
import { within } from "../platform/within.ts";
import { type PipelineState, readPipelineState } from "../queries/pipeline-state.ts";
import type { IngestAnswer } from "./ingest/tally.ts";

/** A scrape must not hang on a database that does not answer. */
const SCRAPE_TIMEOUT_MS = 2_000;

/** What one web process counts for Prometheus. */
export interface ApiMetrics {
  ingested(answer: IngestAnswer): void;
  answered(method: string, route: string, status: number, seconds: number): void;
  /** The exposition text; gauges that the database would tell are left out while it is away. */
  text(): Promise<string>;
  contentType: string;
}

/** A registry of its own, so that two servers in one process do not count for each other. */
export function createMetrics(context: Pick<Context, "sql" | "clock">, storage: StorageWatch): ApiMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: "andon_events_total",
    help: "Events received over HTTP, by what became of them",
    labelNames: ["result"],
    registers,
  });
  const refusals = new Counter({
    name: "andon_event_refusals_total",
    help: "Events refused or quarantined over HTTP, by reason (of those listed in answers)",
    labelNames: ["code"],
    registers,
  });
  const requests = new Histogram({
    name: "andon_http_request_seconds",
    help: "API requests by method, route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const outboxRows = gauge("andon_outbox_rows", "Changed orders that the board has not taken up");
  const outboxAge = gauge("andon_outbox_oldest_age_seconds", "Age of the oldest of them");
  const waiting = gauge("andon_quarantine_waiting", "Events in quarantine that wait for a person");
  const stored = gauge("andon_postgres_up", "1 while Postgres answers");

  return {
    contentType: registry.contentType,
    ingested(answer) {
      events.inc({ result: "accepted" }, answer.accepted);
      events.inc({ result: "duplicate" }, answer.duplicates);
      events.inc({ result: "quarantined" }, answer.quarantinedTotal);
      events.inc({ result: "rejected" }, answer.rejectedTotal);
      for (const { code } of [...answer.quarantined, ...answer.rejected]) refusals.inc({ code });
    },
    answered(method, route, status, seconds) {
      requests.observe({ method, route, status }, seconds);
    },
    async text() {
      const asked = storage.run(() => readPipelineState(context.sql));
      const state = await within(asked, SCRAPE_TIMEOUT_MS).catch(() => null);
      stored.set(state ? 1 : 0);
      for (const each of [outboxRows, outboxAge, waiting]) each.remove();
      if (state) {
        outboxRows.set(state.outboxRows);
        outboxAge.set(ageSeconds(state, context.clock.machineNow()));
        waiting.set(state.quarantineWaiting);
      }
      return registry.metrics();
    },
  };
}

function ageSeconds(state: PipelineState, machineNow: number): number {
  return state.outboxOldestAt === null ? 0 : Math.max(0, machineNow - state.outboxOldestAt) / 1000;
}
