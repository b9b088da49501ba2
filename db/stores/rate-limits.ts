import { numberArray } from "../array.ts";
import type { Sql } from "../sql.ts";

/** What was counted under a key, and when last; machine time, epoch ms. */
export interface Counted {
  count: number;
  lastRequest: number;
}

// An id that follows from the key would clash before the key does, where nothing catches it.

/**
 * Counts one more under a key, unless it has to wait: whoever comes at the same moment is counted one after the other.
 * @param waitsMs how long after the first, second, third … one the next may come; the last holds for all beyond
 * @param forgetMs so long after the last one counting begins anew
 * @returns what is counted now; `taken` false: it was not, since it has to wait
 */
export async function countAttempt(
  sql: Sql,
  key: string,
  at: number,
  { waitsMs, forgetMs }: { waitsMs: readonly number[]; forgetMs: number },
): Promise<Counted & { taken: boolean }> {
  const [row] = await sql<Counted[]>`
    insert into rate_limits as r (id, key, count, last_request) values (gen_random_uuid(), ${key}, 1, ${at})
    on conflict (key) do update set
      count = case when r.last_request <= ${at - forgetMs} then 1 else r.count + 1 end,
      last_request = ${at}
      where r.last_request <= ${at - forgetMs}
        or r.last_request + (${numberArray(waitsMs)}::bigint[])[least(r.count, ${waitsMs.length})] <= ${at}
    returning count, last_request as "lastRequest"`;
  if (row) return { ...row, taken: true };
  const [held] = await sql<Counted[]>`
    select count, last_request as "lastRequest" from rate_limits where key = ${key}`;
  return { ...(held ?? { count: 0, lastRequest: at }), taken: held === undefined };
}

/**
 * Counts one more of at most `most` in a window that begins with the first.
 * @returns 0, or how many ms until the window ends
 */
export async function countInWindow(
  sql: Sql,
  key: string,
  at: number,
  { windowMs, most }: { windowMs: number; most: number },
): Promise<number> {
  const [row] = await sql<Counted[]>`
    insert into rate_limits as r (id, key, count, last_request) values (gen_random_uuid(), ${key}, 1, ${at})
    on conflict (key) do update set
      count = case when r.last_request <= ${at - windowMs} then 1 else r.count + 1 end,
      last_request = case when r.last_request <= ${at - windowMs} then ${at} else r.last_request end
    returning count, last_request as "lastRequest"`;
  return row!.count <= most ? 0 : row!.lastRequest + windowMs - at;
}

export async function forgetAttempts(sql: Sql, key: string): Promise<void> {
  await sql`delete from rate_limits where key = ${key}`;
}

/** Deletes what nobody has to wait for any more, and sessions and half-way sign-ins that are over. */
export async function pruneAccess(sql: Sql, now: number, forgetMs: number): Promise<void> {
  await sql`delete from rate_limits where last_request < ${now - forgetMs}`;
  await sql`delete from sessions where expires_at < ${new Date(now)}`;
  await sql`delete from verifications where expires_at < ${new Date(now)}`;
}
