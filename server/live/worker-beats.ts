import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { WORKER_ALIVE_MS } from "./limits.ts";

type Live = Pick<Context, "redis" | "boardTag" | "clock">;

/** Writes a worker's sign of life, and forgets those that have given none for long. */
export async function beat(context: Live, workerId: string): Promise<void> {
  const key = `${prefixOf(context.boardTag)}workers`;
  const now = context.clock.machineNow();
  await context.redis
    .multi()
    .zadd(key, now + WORKER_ALIVE_MS, workerId)
    .zremrangebyscore(key, "-inf", now)
    .exec();
}

/** A worker that ends in order is gone at once. */
export async function endBeat({ redis, boardTag }: Live, workerId: string): Promise<void> {
  await redis.zrem(`${prefixOf(boardTag)}workers`, workerId);
}
