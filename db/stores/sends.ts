import { textArray } from "../array.ts";
import { LOCKS } from "../lock-numbers.ts";
import type { Sql, Tx } from "../sql.ts";

/** The robots of a group are counted by one at a time until its transaction ends. */
export function ownBudget(tx: Tx, groupKey: string): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${LOCKS.budget}, hashtext(${groupKey}))`;
}

/** What went out through each of these accounts since an instant of machine time, ascending. */
export async function readSends(
  sql: Sql | Tx,
  accounts: readonly string[],
  sinceMs: number,
): Promise<Map<string, number[]>> {
  const rows = await sql<{ account: string; at: number }[]>`
    select account, at from sends
    where account = any(${textArray(accounts)}::text[]) and at > ${new Date(sinceMs)} order by at`;
  const byAccount = new Map<string, number[]>();
  for (const { account, at } of rows) {
    const list = byAccount.get(account);
    if (list) list.push(at);
    else byAccount.set(account, [at]);
  }
  return byAccount;
}

/** Counts one, and forgets those of the account that no window reaches any more. */
export async function countSend(tx: Tx, account: string, atMs: number, keepMs: number): Promise<void> {
  await tx`delete from sends where account = ${account} and at <= ${new Date(atMs - keepMs)}`;
  await tx`insert into sends (account, at) values (${account}, ${new Date(atMs)})`;
}
