import { prepareDatabase } from "../bin/prepare-database.ts";
import { ensureDatabase } from "../bin/supervisor/database.ts";
import { untilReady } from "../server/live/until-ready.ts";
import type { Context } from "../server/platform/context.ts";
import { startPostgres } from "../server/platform/embedded/postgres.ts";
import { startRedis } from "../server/platform/embedded/redis.ts";
import { readEnv } from "../server/platform/env.ts";
import { openContext } from "../server/platform/open-context.ts";
import { temporaryFolder } from "./andon.ts";
import { atEnd } from "./ends.ts";

const TIMEZONE = "Asia/Shanghai";
const REDIS_WITHIN_MS = 5_000;

/**
 * PostgreSQL and Redis as `npm start` embeds them, with nobody at work on them but this process.
 * @param settings of PostgreSQL, beside those that it always has
 */
export async function openStores(settings: Record<string, string> = {}): Promise<Context> {
  const folder = temporaryFolder("andon-bench-");
  const postgres = await startPostgres({ folder, settings });
  atEnd(postgres.stop);
  const redis = await startRedis(folder);
  atEnd(redis.stop);
  const databaseUrl = await ensureDatabase(postgres.url, "andon");
  await prepareDatabase(databaseUrl, TIMEZONE);
  return openBenchContext(databaseUrl, redis.url);
}

/** A context on these two, as of one more process of the shop. */
export async function openBenchContext(databaseUrl: string, redisUrl: string): Promise<Context> {
  const env = readEnv({
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ANDON_TIMEZONE: TIMEZONE,
    ANDON_LOG: "warn",
  });
  const context = await openContext(env, "bench");
  atEnd(async () => {
    context.redis.disconnect();
    await context.sql.end({ timeout: 1 });
  });
  if (!(await untilReady(context.redis, REDIS_WITHIN_MS)))
    throw new Error("the bench's Redis gives no answer");
  return context;
}
