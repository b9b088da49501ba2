import { randomUUID } from "node:crypto";
import type { Sql, Tx } from "../sql.ts";

/**
 * Counts one more try of a kind, in windows that begin with the first.
 * @param key what is tried, and by whom
 * @param now machine time, epoch ms
 * @returns how many there were in this window with this one, and when it ends
 */
export async function countTry(
  sql: Sql,
  key: string,
  now: number,
  windowMs: number,
): Promise<{ count: number; until: number }> {
  const [row] = await sql<{ count: number; since: number }[]>`
    insert into rate_limits (id, key, count, last_request) values (${randomUUID()}, ${key}, 1, ${now})
    on conflict (key) do update set
      count = case when rate_limits.last_request <= ${now - windowMs} then 1 else rate_limits.count + 1 end,
      last_request =
        case when rate_limits.last_request <= ${now - windowMs} then ${now} else rate_limits.last_request end
    returning count, last_request as since`;
  return { count: row!.count, until: row!.since + windowMs };
}

/** Takes one back: it was right. */
export async function forgiveTry(sql: Sql, key: string): Promise<void> {
  await sql`update rate_limits set count = greatest(count - 1, 0) where key = ${key}`;
}

/** Forgets tries whose key begins so and whose window began before an instant (machine time, epoch ms). */
export async function forgetTries(tx: Tx, prefix: string, before: number): Promise<void> {
  await tx`delete from rate_limits where starts_with(key, ${prefix}) and last_request < ${before}`;
}
