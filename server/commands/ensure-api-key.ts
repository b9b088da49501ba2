import { randomBytes } from "node:crypto";
import { LOCKS } from "../../db/lock-numbers.ts";
import { dropApiKeys, keepApiKey } from "../../db/stores/api-keys.ts";
import { hashToken } from "../auth/hash-token.ts";
import type { Context } from "../platform/context.ts";

/** The key that ANDON_API_KEY gives, and the one made when it was never given. */
const FROM_ENV = "env";
const MADE = "made";
const MADE_BYTES = 32;

/**
 * Called at every start. ANDON_API_KEY is taken verbatim with all scopes, and an earlier one stops working;
 * without it a key is made when there is none at all.
 * @returns the key in plain when it was made now (it cannot be read again), else null
 */
export function ensureApiKey(context: Pick<Context, "env" | "sql" | "clock">): Promise<string | null> {
  const { env, sql, clock } = context;
  return sql.begin(async (tx) => {
    // Two processes that start together must not both make a key.
    await tx`select pg_advisory_xact_lock(${LOCKS.beginning})`;
    const now = clock.machineNow();
    if (env.apiKey !== undefined) {
      await keepApiKey(tx, FROM_ENV, hashToken(env.apiKey), now);
      return null;
    }
    await dropApiKeys(tx, FROM_ENV, now);
    const [any] = await tx`select 1 from api_keys limit 1`;
    if (any) return null;
    const made = `andon_${randomBytes(MADE_BYTES).toString("base64url")}`;
    await keepApiKey(tx, MADE, hashToken(made), now);
    return made;
  }) as Promise<string | null>;
}
