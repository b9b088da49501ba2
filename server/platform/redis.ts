import { Redis } from "ioredis";
import type { Logger } from "./logger.ts";

/**
 * A connection that never queues while Redis is away: a caller learns at once and carries on,
 * so that an absent Redis cannot block what Postgres alone decides.
 */
export function connectRedis(url: string, log: Logger, options: { blocking?: boolean } = {}): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: options.blocking ? undefined : 5_000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
    lazyConnect: false,
  });
  let down = false;
  redis.on("error", (error) => {
    if (!down) log.warn({ err: error.message }, "redis is away");
    down = true;
  });
  redis.on("ready", () => {
    if (down) log.info("redis is back");
    down = false;
  });
  return redis;
}
