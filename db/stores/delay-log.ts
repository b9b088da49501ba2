import type { Sql, Tx } from "../sql.ts";

type Fragment = ReturnType<Sql>;

/** What the log tells of a visit; a table of visits has them under the same names. */
const columns = (sql: Sql | Tx): Fragment => sql`
  node, entered_at, due_at, left_at, channel, bulky, custom, warehouse, carrier, region, segment`;

/** Ended visits with a deadline; the others have no part in any sum. */
const summed = (sql: Sql | Tx): Fragment => sql`left_at is not null and due_at is not null`;

/**
 * The end of a statement that writes visits: notes those that it ended.
 * @param rows name of the CTE that returns them
 */
export function logEnded(tx: Tx, rows: string): Fragment {
  return tx`
    insert into delay_log (sign, ${columns(tx)}) select 1, ${columns(tx)} from ${tx(rows)} where ${summed(tx)}`;
}

/**
 * The end of a statement that replaces visits: notes where ended ones differ.
 * @param before name of the CTE with the orders' visits as they were
 * @param after with those that take their place
 */
export function logReplaced(tx: Tx, before: string, after: string): Fragment {
  const ended = (rows: string) =>
    tx`select order_id, id, ${columns(tx)} from ${tx(rows)} where ${summed(tx)}`;
  return tx`
    insert into delay_log (sign, ${columns(tx)})
    select -1, ${columns(tx)} from (${ended(before)} except ${ended(after)}) as gone
    union all
    select 1, ${columns(tx)} from (${ended(after)} except ${ended(before)}) as come`;
}

/**
 * Forgets the log and notes every ended visit anew, for sums that are made from nothing. Changes that commit meanwhile
 * keep their own notes, since this transaction does not see them: it must be a repeatable read.
 */
export async function logEveryEnded(tx: Tx): Promise<void> {
  await tx`delete from delay_log`;
  await tx`
    insert into delay_log (sign, ${columns(tx)})
    select 1, ${columns(tx)} from visits where ${summed(tx)} order by left_at`;
}

/** Gives back the space of what the log has held, and makes its key as short as its rows are few. Not in a transaction. */
export async function shrinkLog(sql: Sql): Promise<void> {
  await sql`vacuum delay_log`;
}
