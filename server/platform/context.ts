import type { Redis } from "ioredis";
import type { Sql } from "../../db/sql.ts";
import type { Clock } from "./clock.ts";
import type { Env } from "./env.ts";
import type { IngestMeter } from "./ingest-meter.ts";
import type { Logger } from "./logger.ts";
import type { RulesCache, SettingsCache } from "./settings-cache.ts";

/** What a process holds open and hands to every command, query and worker. */
export interface Context {
  env: Env;
  log: Logger;
  clock: Clock;
  sql: Sql;
  redis: Redis;
  /** Hash tag of this shop's keys in Redis: every key starts with `{tag}:`. */
  boardTag: string;
  settings: SettingsCache;
  /** Policies of escalation and what they share. */
  rules: RulesCache;
  meter: IngestMeter;
}
