import type { Redis } from "ioredis";

/** Waits for a connection that was just opened. @returns false when it is not there in time; it goes on trying */
export function untilReady(redis: Redis, withinMs: number): Promise<boolean> {
  if (redis.status === "ready") return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (ready: boolean) => {
      clearTimeout(timer);
      redis.off("ready", onReady);
      resolve(ready);
    };
    const onReady = () => settle(true);
    const timer = setTimeout(() => settle(false), withinMs);
    redis.on("ready", onReady);
  });
}
