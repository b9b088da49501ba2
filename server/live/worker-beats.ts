import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { WORKER_ALIVE_MS } from "./limits.ts";

type Live = Pick<Context, "redis" | "boardTag" | "clock">;

/** What a worker counts since it started, for /metrics of the web processes: a worker serves no HTTP. */
export interface WorkerFigures {
  /** Host and pid, which tell workers apart for people. */
  name: string;
  ticks: number;
  tickSeconds: number;
  /** Of the ticks since the last sign of life. */
  slowestTickSeconds: number;
  tickFailures: number;
  /** 1 while it holds the ticker's lease. */
  ticking: number;
  frames: number;
  projectedOrders: number;
  projectionSeconds: number;
  projectionFailures: number;
  rebuilds: number;
  lastRebuildSeconds: number;
  /** Visits of which steps fired, alerts that ended, and the time that both took. */
  escalatedVisits: number;
  endedAlerts: number;
  escalationSeconds: number;
  escalationFailures: number;
  /** Resident. */
  memoryBytes: number;
}

/** Workers shown one by one: each is a label of a dozen time series. */
const SHOWN = 50;
const figuresKey = (boardTag: string, workerId: string) => `${prefixOf(boardTag)}worker:${workerId}`;

/** Writes a worker's sign of life with its figures, and forgets those that have given none for long. */
export async function beat(context: Live, workerId: string, figures: WorkerFigures): Promise<void> {
  const key = `${prefixOf(context.boardTag)}workers`;
  const now = context.clock.machineNow();
  await context.redis
    .multi()
    .zadd(key, now + WORKER_ALIVE_MS, workerId)
    .zremrangebyscore(key, "-inf", now)
    .set(figuresKey(context.boardTag, workerId), JSON.stringify(figures), "PX", WORKER_ALIVE_MS)
    .exec();
}

/** A worker that ends in order is gone at once. */
export async function endBeat({ redis, boardTag }: Live, workerId: string): Promise<void> {
  await redis
    .multi()
    .zrem(`${prefixOf(boardTag)}workers`, workerId)
    .del(figuresKey(boardTag, workerId))
    .exec();
}

/** The workers that are alive: how many, and the figures of at most SHOWN of them. @throws when Redis is away */
export async function readWorkers({
  redis,
  boardTag,
  clock,
}: Live): Promise<{ alive: number; figures: WorkerFigures[] }> {
  const ids = await redis.zrangebyscore(`${prefixOf(boardTag)}workers`, clock.machineNow(), "+inf");
  if (ids.length === 0) return { alive: 0, figures: [] };
  const kept = await redis.mget(ids.slice(0, SHOWN).map((id) => figuresKey(boardTag, id)));
  const figures = kept.flatMap((json) => (json === null ? [] : [JSON.parse(json) as WorkerFigures]));
  return { alive: ids.length, figures };
}
