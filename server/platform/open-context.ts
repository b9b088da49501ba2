import { createHash } from "node:crypto";
import { connect } from "../../db/sql.ts";
import { readDatabaseIdentity } from "../../db/stores/board-changes.ts";
import { openClock } from "./clock.ts";
import type { Context } from "./context.ts";
import { type Env, EnvError } from "./env.ts";
import { createIngestMeter } from "./ingest-meter.ts";
import { createLogger } from "./logger.ts";
import { connectRedis } from "./redis.ts";
import { createRulesCache, createSettingsCache } from "./settings-cache.ts";

/** Connections to Postgres of one process. */
const POOL_SIZE = 10;
/** Nobody waits longer for an answer over HTTP; workers and imports take their time. */
const WEB_STATEMENT_TIMEOUT_MS = 60_000;
/** A process that hangs amid a transaction loses it: others take up the orders and changes that it held. */
const HUNG_AFTER_MS = 10_000;

/** Two databases on one Redis must not delete each other's boards. */
function boardTagOf(databaseIdentity: string): string {
  return `andon-${createHash("sha256").update(databaseIdentity).digest("hex").slice(0, 12)}`;
}

/**
 * Opens what a process holds: pools, clock, caches.
 * @param role names the process in logs and in pg_stat_activity: web, worker, import …
 * @throws EnvError when a URL is missing or the clock is refused
 */
export async function openContext(env: Env, role: string): Promise<Context> {
  if (!env.databaseUrl || !env.redisUrl) {
    throw new EnvError(
      "DATABASE_URL and REDIS_URL must be set for a single process; npm start provides both.",
    );
  }
  const log = createLogger(env.logLevel, role);
  const sql = connect(env.databaseUrl, {
    max: POOL_SIZE,
    name: `andon ${role}`,
    statementTimeoutMs: role === "web" ? WEB_STATEMENT_TIMEOUT_MS : undefined,
    idleInTransactionMs: role === "web" || role === "worker" ? HUNG_AFTER_MS : undefined,
  });
  const redis = connectRedis(env.redisUrl, log);
  try {
    const clock = await openClock(sql, env.clock);
    const boardTag = boardTagOf(await readDatabaseIdentity(sql));
    return {
      env,
      log,
      clock,
      sql,
      redis,
      boardTag,
      settings: createSettingsCache(sql, clock.machineNow),
      rules: createRulesCache(sql, clock.machineNow),
      meter: createIngestMeter({ sql, redis, boardTag, log, clock, takesEvents: role === "web" }),
    };
  } catch (error) {
    redis.disconnect();
    await sql.end({ timeout: 1 });
    throw error;
  }
}

/** Seconds that queries in flight have to finish. */
const CLOSE_TIMEOUT_S = 5;

/** Closes everything, writing what is pending first. */
export async function closeContext(context: Context): Promise<void> {
  await context.meter.stop();
  context.clock.stop();
  context.redis.disconnect();
  await context.sql.end({ timeout: CLOSE_TIMEOUT_S });
}
