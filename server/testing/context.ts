import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readSettings } from "../../db/stores/settings.ts";
import { type TestDatabase, testDatabase, testRedisUrl } from "../../db/testing/database.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import { realClock } from "../platform/clock.ts";
import type { Context } from "../platform/context.ts";
import { readEnv } from "../platform/env.ts";
import { createLogger } from "../platform/logger.ts";
import { connectRedis } from "../platform/redis.ts";

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
  return {
    env,
    log,
    sql,
    redis,
    boardTag: `test-${randomBytes(6).toString("hex")}`,
    clock: {
      shopNow: () => now,
      machineNow: () => machineNow ?? realClock.machineNow(),
      speed: 1,
      simulated: true,
    },
    settings: settingsOf(sql),
    meter: { committed: () => {}, flush: async () => {}, stop: async () => {} },
    database,
    setNow: (ms) => {
      now = ms;
    },
    setMachineNow: (ms) => {
      machineNow = ms;
    },
    close: async () => {
      redis.disconnect();
      await database.drop();
    },
  };
}

function settingsOf(sql: TestDatabase["sql"]): Context["settings"] {
  let history: SettingsHistory | null = null;
  return {
    get: async (revision) => {
      if (history === null || (revision !== undefined && history.revision < revision)) {
        history = await readSettings(sql);
      }
      return history;
    },
  };
}
