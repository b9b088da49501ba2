import { existsSync } from "node:fs";
import path from "node:path";
import { Redis } from "ioredis";
import postgres from "postgres";
import journal from "../../db/migrations/meta/_journal.json" with { type: "json" };
import { machineNow } from "../../server/platform/clock.ts";
import { findBinaries } from "../../server/platform/embedded/postgres-binaries.ts";
import { findNative } from "../../server/platform/embedded/redis.ts";
import type { Env } from "../../server/platform/env.ts";
import { folderHolder } from "../supervisor/claim-folder.ts";
import { explainPostgres } from "../supervisor/database.ts";
import { readState } from "../supervisor/service-state.ts";
import type { Finding } from "./finding.ts";
import { judgePostgres } from "./judge-postgres.ts";
import { judgeRedis } from "./judge-redis.ts";

const ANSWER_WITHIN_S = 5;
const MS_PER_S = 1_000;

/** PostgreSQL and Redis. Nothing is started. */
export async function lookAtServices(env: Env): Promise<Finding[]> {
  const running = folderHolder(env.dataDir) ? readState(env.dataDir) : null;
  return [await lookAtPostgres(env, running?.databaseUrl), await lookAtRedis(env, running?.redisUrl)];
}

async function lookAtPostgres(env: Env, embedded: string | undefined): Promise<Finding> {
  const name = "PostgreSQL";
  const url = env.databaseUrl ?? embedded;
  const kind = env.databaseUrl ? "DATABASE_URL" : "embedded";
  if (!url) {
    try {
      const { version } = findBinaries();
      const kept = existsSync(path.join(env.dataDir, "ports.json")) ? "has data here" : "no data yet";
      return { name, state: "yes", found: `embedded ${version}, not running, ${kept}` };
    } catch (error) {
      return { name, state: "no", found: "embedded, cannot run", advice: (error as Error).message };
    }
  }
  const sql = postgres(url, { max: 1, connect_timeout: ANSWER_WITHIN_S, onnotice: () => {} });
  try {
    const askedAt = machineNow();
    const [row] = await sql`select current_setting('server_version') as version,
      pg_size_pretty(pg_database_size(current_database())) as size,
      to_regclass('drizzle.__drizzle_migrations') is not null as migrated,
      current_setting('max_connections')::int as "maxConnections",
      (extract(epoch from clock_timestamp()) * 1000)::float8 as now`;
    const halfWay = (askedAt + machineNow()) / 2;
    const { version, size, migrated, maxConnections, now } = row!;
    const [done] = migrated ? await sql`select count(*)::int as n from drizzle.__drizzle_migrations` : [];
    return judgePostgres({
      kind,
      version,
      size,
      migrations: done?.n ?? null,
      known: journal.entries.length,
      skewMs: now - halfWay,
      maxConnections,
    });
  } catch (error) {
    return {
      name,
      state: "no",
      found: `${kind}, not reachable`,
      advice: explainPostgres(error, url).message,
    };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function lookAtRedis(env: Env, embedded: string | undefined): Promise<Finding> {
  const name = "Redis";
  const url = env.redisUrl ?? embedded;
  const kind = env.redisUrl ? "REDIS_URL" : "embedded";
  if (!url)
    return {
      name,
      state: "yes",
      found: `embedded ${findNative()?.what ?? "Valkey (WebAssembly)"}, not running`,
    };
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: ANSWER_WITHIN_S * MS_PER_S,
  });
  redis.on("error", () => {});
  try {
    await redis.connect();
    const info = await redis.info();
    const told = (field: string) => new RegExp(`^${field}:(\\S+)`, "m").exec(info)?.[1];
    // Some hosts do not allow CONFIG.
    const set = async (parameter: string) =>
      ((await redis.config("GET", parameter).catch(() => [])) as string[])[1] ?? null;
    const askedAt = machineNow();
    const [seconds, micros] = await redis.time();
    const halfWay = (askedAt + machineNow()) / 2;
    return judgeRedis({
      kind,
      version: told("valkey_version") ?? told("redis_version") ?? "0",
      usedBytes: Number(told("used_memory") ?? 0),
      maxBytes: Number(told("maxmemory") ?? 0),
      policy: told("maxmemory_policy") ?? (await set("maxmemory-policy")),
      persists: told("aof_enabled") === "1" || ((await set("save")) ?? "") !== "",
      skewMs: Number(seconds) * MS_PER_S + Number(micros) / MS_PER_S - halfWay,
    });
  } catch (error) {
    return {
      name,
      state: "so-so",
      found: `${kind}, not reachable (${(error as Error).message})`,
      advice: "Events are taken all the same; the board comes back with it.",
    };
  } finally {
    redis.disconnect();
  }
}

/** The Andon that runs on this data folder or, with stores of its own, under PUBLIC_URL. */
export async function lookAtAndon(env: Env): Promise<Finding & { answers: boolean }> {
  const name = "Andon";
  const running = folderHolder(env.dataDir) ? readState(env.dataDir) : null;
  const at = running?.publicUrl ?? (env.databaseUrl && env.redisUrl ? env.publicUrl : undefined);
  if (!at) return { name, state: "yes", found: "not running on this data folder", answers: false };
  try {
    const answer = await fetch(`${at}/api/health`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_S * MS_PER_S),
    });
    const health = (await answer.json()) as {
      status: string;
      version: string;
      checks: Record<string, string>;
    };
    const checks = Object.entries(health.checks).map(([part, state]) => `${part} ${state}`);
    return {
      name,
      state: health.status === "ok" ? "yes" : "so-so",
      found: `${health.version} at ${at}: ${health.status} (${checks.join(", ")})`,
      advice: health.status === "ok" ? "" : "docs/runbooks tells what to do about each.",
      answers: true,
    };
  } catch {
    return running
      ? { name, state: "so-so", found: `${at} does not answer`, advice: "Look at its log.", answers: false }
      : { name, state: "yes", found: `not running at ${at}`, answers: false };
  }
}
