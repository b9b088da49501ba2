import { createHash, randomBytes } from "node:crypto";
import { dropApiKeys, keepApiKey } from "../../db/stores/api-keys.ts";
import type { Context } from "../platform/context.ts";

/** The key that ANDON_API_KEY gives, and the one made when it was never given. */
const FROM_ENV = "env";
const MADE = "made";
const MADE_BYTES = 32;
/** Two processes that start together must not both make a key. */
const START_LOCK = 7_302_002;

/** How a key is stored and looked up: never itself. Keys are long and random, so a plain SHA-256 is enough. */
export function hashApiKey(key: string): Buffer {
  return createHash("sha256").update(key, "utf8").digest();
}

/**
 * Called at every start. ANDON_API_KEY is taken verbatim with all scopes, and an earlier one stops working;
 * without it a key is made when there is none at all.
 * @returns the key in plain when it was made now (it cannot be read again), else null
 */
export function ensureApiKey(context: Pick<Context, "env" | "sql" | "clock">): Promise<string | null> {
  const { env, sql, clock } = context;
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${START_LOCK})`;
    const now = clock.machineNow();
    if (env.apiKey !== undefined) {
      await keepApiKey(tx, FROM_ENV, hashApiKey(env.apiKey), now);
      return null;
    }
    await dropApiKeys(tx, FROM_ENV, now);
    const [any] = await tx`select 1 from api_keys limit 1`;
    if (any) return null;
    const made = `andon_${randomBytes(MADE_BYTES).toString("base64url")}`;
    await keepApiKey(tx, MADE, hashApiKey(made), now);
    return made;
  }) as Promise<string | null>;
}
