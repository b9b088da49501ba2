import type { Redis } from "ioredis";
import type { Sql } from "../../db/sql.ts";
import { noteHeard, pruneSourceHours } from "../../db/stores/sources.ts";
import { HISTORY_MS } from "../../domain/health/silence.ts";
import type { Clock } from "./clock.ts";
import { HeardSources } from "./heard.ts";
import type { Logger } from "./logger.ts";

const FLUSH_EVERY_MS = 1_000;
const RATE_KEPT_S = 120;
/** How often a process that takes events says so: well within INTAKE_PAUSE_MS. */
const TAKING_EVERY_MS = 5_000;
const PRUNE_EVERY_MS = 3_600_000;

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
  clock: Pick<Clock, "machineNow" | "shopNow" | "speed">;
  /** Whether sources send to this process: while none of these runs, nobody can be heard. */
  takesEvents: boolean;
}): IngestMeter {
  const { sql, redis, boardTag, log, clock, takesEvents } = parts;
  const heard = new HeardSources();
  let bySecond = new Map<number, number>();
  let flushing: Promise<void> | null = null;
  let counting: Promise<unknown> = Promise.resolve();
  let failing = false;
  let saidAt = Number.NEGATIVE_INFINITY;
  let prunedAt = Number.NEGATIVE_INFINITY;

  const flush = async () => {
    const now = clock.machineNow();
    const seconds = [...bySecond];
    bySecond = new Map();
    const takingAt = takesEvents && now - saidAt >= TAKING_EVERY_MS ? now : null;
    if (seconds.length > 0 || takingAt !== null) {
      try {
        await noteHeard(sql, { ...heard.take(), takingAt });
        failing = false;
        saidAt = takingAt ?? saidAt;
        if (takesEvents && now - prunedAt >= PRUNE_EVERY_MS) {
          await pruneSourceHours(sql, clock.shopNow() - HISTORY_MS);
          prunedAt = now;
        }
      } catch (error) {
        if (!failing) log.warn({ err: (error as Error).message }, "sources not noted");
        failing = true;
      }
    }
    if (redis.status !== "ready" || seconds.length === 0) return;
    const pipeline = redis.pipeline();
    for (const [second, events] of seconds) {
      const key = `{${boardTag}}:rate:${second}`;
      pipeline.incrby(key, events).expire(key, RATE_KEPT_S);
    }
    // Not waited for: a Redis that hangs must not keep sources from being noted.
    counting = pipeline.exec().catch(() => {});
  };
  const timer = setInterval(() => {
    flushing ??= flush().finally(() => {
      flushing = null;
    });
  }, FLUSH_EVERY_MS);
  timer.unref();

  return {
    committed(events) {
      const machineNow = clock.machineNow();
      const second = Math.floor(machineNow / 1_000);
      bySecond.set(second, (bySecond.get(second) ?? 0) + events.length);
      heard.add(events, { machineNow, shopNow: clock.shopNow(), speed: clock.speed });
    },
    async stop() {
      clearInterval(timer);
      await flushing;
      await flush();
      await counting;
    },
  };
}
