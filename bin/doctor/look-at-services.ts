import { existsSync } from "node:fs";
import path from "node:path";
import { Redis } from "ioredis";
import postgres from "postgres";
import { isFree } from "../../server/platform/embedded/ports.ts";
import { findBinaries } from "../../server/platform/embedded/postgres-binaries.ts";
import { findNative } from "../../server/platform/embedded/redis.ts";
import type { Env } from "../../server/platform/env.ts";
import { folderHolder } from "../supervisor/claim-folder.ts";
import { explainPostgres } from "../supervisor/database.ts";
import { readState } from "../supervisor/service-state.ts";
import type { Finding } from "./finding.ts";

const ANSWER_WITHIN_S = 5;
const MS_PER_S = 1_000;

/** PostgreSQL, Redis and the Andon that runs on this data folder. Nothing is started. */
export async function lookAtServices(env: Env): Promise<Finding[]> {
  const running = folderHolder(env.dataDir) ? readState(env.dataDir) : null;
  return [
    await lookAtPostgres(env, running?.databaseUrl),
    await lookAtRedis(env, running?.redisUrl),
    await lookAtAndon(env, running?.publicUrl),
  ];
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
    const [row] = await sql`select current_setting('server_version') as version,
      pg_size_pretty(pg_database_size(current_database())) as size, to_regclass('public.orders') is not null as ours`;
    const schema = row!.ours ? row!.size : "without our schema yet";
    return { name, state: "yes", found: `${kind}, ${row!.version}, reachable, ${schema}` };
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
    const version = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "of unknown version";
    return { name, state: "yes", found: `${kind}, ${version}, reachable` };
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

async function lookAtAndon(env: Env, url: string | undefined): Promise<Finding> {
  const name = "Andon";
  const at = url ?? (env.databaseUrl && env.redisUrl ? env.publicUrl : undefined);
  if (!at) return { name, state: "yes", found: "not running on this data folder" };
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
    };
  } catch {
    const free = await isFree(Number(new URL(at).port), env.host);
    return {
      name,
      state: "so-so",
      found: `${at} does not answer`,
      advice: free ? "Start it: npm start." : "Look at its log.",
    };
  }
}
