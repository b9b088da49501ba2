import type { Tx } from "../../db/sql.ts";
import { countTry, forgetTries, forgiveTry } from "../../db/stores/tries.ts";
import { Refusal } from "../commands/refusal.ts";
import type { Context } from "../platform/context.ts";
import { TRIES_WINDOW_MS } from "./limits.ts";

/** Everything that is counted here begins so; sign-in counts its own beside it. */
const PREFIX = "tv-";

/** What is counted against whom, and how many of it a window has room for. */
export interface Tries {
  key: `${typeof PREFIX}${string}`;
  most: number;
}

/**
 * Lets somebody try, unless they tried too often; each try counts before its outcome is known, so that many at once get
 * no further than one after the other.
 * @returns how to take the try back, once it was right
 * @throws Refusal with how long to wait
 */
export async function takeTries(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  tries: readonly Tries[],
  what: string,
): Promise<() => Promise<void>> {
  const now = clock.machineNow();
  for (const { key, most } of tries) {
    const { count, until } = await countTry(sql, key, now, TRIES_WINDOW_MS);
    if (count <= most) continue;
    const minutes = Math.ceil((until - now) / 60_000);
    throw new Refusal("too_many_tries", `${what}; wait ${minutes} min and try again`, {
      kind: "too_often",
      retryAfterMs: until - now,
    });
  }
  return async () => {
    for (const { key } of tries) await forgiveTry(sql, key);
  };
}

/** Forgets what is over. @param now machine time, epoch ms */
export async function forgetOldTries(tx: Tx, now: number): Promise<void> {
  await forgetTries(tx, PREFIX, now - TRIES_WINDOW_MS);
}
