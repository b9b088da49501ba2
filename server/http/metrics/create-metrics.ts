import { collectDefaultMetrics, Registry } from "prom-client";
import type { Context } from "../../platform/context.ts";
import type { StorageWatch } from "../../platform/storage-watch.ts";
import type { ScreenMeter } from "../../realtime/screen-meter.ts";
import type { Tally } from "../ingest/tally.ts";
import { boardMetrics } from "./board-metrics.ts";
import { callMetrics } from "./call-metrics.ts";
import { escalationMetrics } from "./escalation-metrics.ts";
import { ingestMetrics } from "./ingest-metrics.ts";
import { notificationMetrics } from "./notification-metrics.ts";
import { type Answered, requestMetrics } from "./request-metrics.ts";
import { screenMetrics } from "./screen-metrics.ts";
import { storageMetrics } from "./storage-metrics.ts";
import { tvMetrics } from "./tv-metrics.ts";
import { workerMetrics } from "./worker-metrics.ts";

/** What one web process counts for Prometheus, and what it asks the shared parts when it is scraped. */
export interface Metrics {
  ingested(tally: Tally): void;
  answered(answered: Answered): void;
  screens: ScreenMeter;
  /** The exposition text, within 2 s whatever is dead: what is away is left out, and its own gauge says so. */
  text(): Promise<string>;
  contentType: string;
}

/** A registry of its own, so that two servers in one process do not count for each other. */
export function createMetrics(context: Context, storage: StorageWatch): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const refreshes = [
    storageMetrics(registry, context, storage),
    boardMetrics(registry, context),
    workerMetrics(registry, context),
    notificationMetrics(registry, context, storage),
    escalationMetrics(registry, context, storage),
    callMetrics(registry, context, storage),
    tvMetrics(registry, context, storage),
  ];
  return {
    contentType: registry.contentType,
    ingested: ingestMetrics(registry),
    answered: requestMetrics(registry),
    screens: screenMetrics(registry),
    async text() {
      await Promise.all(refreshes.map((refresh) => refresh()));
      return registry.metrics();
    },
  };
}
