import { prefixOf } from "../live/keys.ts";
import type { Context } from "../platform/context.ts";
import type { StorageWatch } from "../platform/storage-watch.ts";
import { within } from "../platform/within.ts";

/** A balancer gives up after a few seconds: whatever is dead must not hold the answer. */
const CHECK_TIMEOUT_MS = 1_500;

export interface Health {
  /** down: no Postgres, so nothing can be recorded; degraded: recording goes on, the board stands still. */
  status: "ok" | "degraded" | "down";
  version: string;
  checks: {
    postgres: "ok" | "down";
    redis: "ok" | "down";
    /** unknown while Redis, where workers leave their sign of life, is away. */
    workers: "ok" | "down" | "unknown";
  };
}

/** Whether this process can do its work. Answers within 2 s whatever is dead. */
export async function readHealth(
  { redis, boardTag, clock, env }: Context,
  storage: StorageWatch,
): Promise<Health> {
  const [postgres, alive] = await Promise.all([
    storage.alive(),
    within(redis.zcount(`${prefixOf(boardTag)}workers`, clock.machineNow(), "+inf"), CHECK_TIMEOUT_MS).catch(
      () => null,
    ),
  ]);
  const checks: Health["checks"] = {
    postgres: postgres ? "ok" : "down",
    redis: alive === null ? "down" : "ok",
    workers: alive === null ? "unknown" : alive > 0 ? "ok" : "down",
  };
  const whole = checks.redis === "ok" && checks.workers === "ok";
  const status = !postgres ? "down" : whole ? "ok" : "degraded";
  return { status, version: env.version, checks };
}
