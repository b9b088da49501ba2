import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { releaseScript, renewScript } from "./scripts.ts";

/** One holder at a time. Whoever holds it proves it inside each script, so that a stalled holder can do no harm. */
export interface Lease {
  token: string;
  /** Keeps it for its time from now on; does nothing when it was lost. */
  renew(): Promise<void>;
  /** Gives it back; does nothing when it was lost. */
  release(): Promise<void>;
}

/** @returns null while somebody else holds it */
export async function takeLease(
  redis: Redis,
  prefix: string,
  name: "ticker" | "rebuild",
  ms: number,
): Promise<Lease | null> {
  const token = randomUUID();
  if ((await redis.set(prefix + name, token, "PX", ms, "NX")) === null) return null;
  return {
    token,
    renew: async () => {
      await renewScript.run(redis, prefix, [name, token, ms]);
    },
    release: async () => {
      await releaseScript.run(redis, prefix, [name, token]);
    },
  };
}
