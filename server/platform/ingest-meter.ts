import type { Redis } from "ioredis";
import type { Sql } from "../../db/sql.ts";
import { raiseSources, type SourceHeard } from "../../db/stores/sources.ts";
import type { Logger } from "./logger.ts";

const FLUSH_EVERY_MS = 1_000;
const RATE_KEPT_S = 120;

/** What was just committed: feeds the sources' watermarks and the rate. Never blocks and never throws. */
export interface IngestMeter {
  /** Called after commit, with the events that were stored. */
  committed(events: readonly { source: string; occurredAt: number }[]): void;
  /** Writes what is pending and stops. */
  stop(): Promise<void>;
}

/**
 * Written behind, at most once a second: a row per source in the transaction itself would let one batch of a source
 * wait for the other's commit. A crash loses at most that second, which the source's next event mends.
 */
export function createIngestMeter(parts: {
  sql: Sql;
  redis: Redis;
  boardTag: string;
  log: Logger;
  machineNow: () => number;
}): IngestMeter {
  const { sql, redis, boardTag, log, machineNow } = parts;
  let heard = new Map<string, SourceHeard>();
  let bySecond = new Map<number, number>();
  let flushing: Promise<void> = Promise.resolve();

  const flush = async () => {
    const sources = [...heard.values()];
    const seconds = [...bySecond];
    heard = new Map();
    bySecond = new Map();
    if (seconds.length === 0) return;
    await raiseSources(sql, sources).catch((error: Error) =>
      log.warn({ err: error.message }, "sources not noted"),
    );
    if (redis.status !== "ready") return;
    const pipeline = redis.pipeline();
    for (const [second, events] of seconds) {
      const key = `{${boardTag}}:rate:${second}`;
      pipeline.incrby(key, events).expire(key, RATE_KEPT_S);
    }
    await pipeline.exec().catch(() => {});
  };
  const timer = setInterval(() => {
    flushing = flushing.then(flush);
  }, FLUSH_EVERY_MS);
  timer.unref();

  return {
    committed(events) {
      const now = machineNow();
      const second = Math.floor(now / 1_000);
      bySecond.set(second, (bySecond.get(second) ?? 0) + events.length);
      for (const { source, occurredAt } of events) {
        const before = heard.get(source);
        const lastEventAt = Math.max(before?.lastEventAt ?? 0, occurredAt);
        heard.set(source, { key: source, lastEventAt, lastReceivedAt: now });
      }
    },
    async stop() {
      clearInterval(timer);
      await flushing;
      await flush();
    },
  };
}
