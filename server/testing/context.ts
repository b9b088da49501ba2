import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type TestDatabase, testDatabase, testRedisUrl } from "../../db/testing/database.ts";
import { realClock } from "../platform/clock.ts";
import type { Context } from "../platform/context.ts";
import { readEnv } from "../platform/env.ts";
import { createIngestMeter } from "../platform/ingest-meter.ts";
import { createLogger } from "../platform/logger.ts";
import { connectRedis } from "../platform/redis.ts";
import { createRulesCache, createSettingsCache } from "../platform/settings-cache.ts";

/** A Wednesday morning in Shanghai, a working day on which every clock of the defaults runs. */
export const TEST_NOW = Date.parse("2026-11-11T10:00:00+08:00");

export interface TestContext extends Context {
  /** Moves shop time, which stands still otherwise. Epoch ms. */
  setNow(ms: number): void;
  /** Makes machine time stand still at an instant; null lets it run again. */
  setMachineNow(ms: number | null): void;
  database: TestDatabase;
  /** Closes all of it and deletes the database. Call it in afterAll. */
  close(): Promise<void>;
}

export interface TestContextOptions {
  /** Shop time to begin with, epoch ms. */
  now?: number;
  /** Machine time that stands still; it runs when absent. */
  machineNow?: number;
  /** Variables of the environment beside the two URLs. */
  env?: Record<string, string>;
}

/** A context on a database of its own and a board of its own in the run's Redis. */
export async function testContext(options: TestContextOptions = {}): Promise<TestContext> {
  const database = await testDatabase();
  const env = readEnv({
    NODE_ENV: "test",
    ANDON_LOG: "silent",
    ...options.env,
    DATABASE_URL: database.url,
    REDIS_URL: testRedisUrl(),
  });
  const log = createLogger(env.logLevel, "test");
  const redis = connectRedis(testRedisUrl(), log);
  if (redis.status !== "ready") await once(redis, "ready");
  let now = options.now ?? TEST_NOW;
  let machineNow: number | null = options.machineNow ?? null;
  const { sql } = database;
  const boardTag = `test-${randomBytes(6).toString("hex")}`;
  const machineTime = () => machineNow ?? realClock.machineNow();
  const clock = { shopNow: () => now, machineNow: machineTime, speed: 1, simulated: true, stop: () => {} };
  const meter = createIngestMeter({ sql, redis, boardTag, log, clock, takesEvents: false });
  return {
    env,
    log,
    sql,
    redis,
    boardTag,
    clock,
    settings: createSettingsCache(sql, machineTime),
    rules: createRulesCache(sql, machineTime),
    meter,
    database,
    setNow: (ms) => {
      now = ms;
    },
    setMachineNow: (ms) => {
      machineNow = ms;
    },
    close: async () => {
      await meter.stop();
      redis.disconnect();
      await database.drop();
    },
  };
}
