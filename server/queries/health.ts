import { prefixOf } from "../live/keys.ts";
import type { Context } from "../platform/context.ts";
import type { StorageWatch } from "../platform/storage-watch.ts";
import { within } from "../platform/within.ts";
import { overdueSteps } from "./overdue-steps.ts";

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
    /** late: steps should have fired and did not; unknown while Postgres is away. */
    escalator: "ok" | "late" | "unknown";
  };
  /** Steps that did not fire in time; null: unknown. */
  overdueSteps: number | null;
}

/** Whether this process can do its work. Answers within 2 s whatever is dead. */
export async function readHealth(context: Context, storage: StorageWatch): Promise<Health> {
  const { redis, boardTag, clock, env } = context;
  const [postgres, alive, overdue] = await Promise.all([
    storage.alive(),
    within(redis.zcount(`${prefixOf(boardTag)}workers`, clock.machineNow(), "+inf"), CHECK_TIMEOUT_MS).catch(
      () => null,
    ),
    within(
      storage.run(() => overdueSteps(context)),
      CHECK_TIMEOUT_MS,
    ).then(
      (late) => late?.count ?? 0,
      () => null,
    ),
  ]);
  const checks: Health["checks"] = {
    postgres: postgres ? "ok" : "down",
    redis: alive === null ? "down" : "ok",
    workers: alive === null ? "unknown" : alive > 0 ? "ok" : "down",
    escalator: overdue === null ? "unknown" : overdue > 0 ? "late" : "ok",
  };
  const whole = checks.redis === "ok" && checks.workers === "ok" && checks.escalator === "ok";
  const status = !postgres ? "down" : whole ? "ok" : "degraded";
  return { status, version: env.version, checks, overdueSteps: overdue };
}
