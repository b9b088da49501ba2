import type { Sql, Tx } from "../sql.ts";

/**
 * Takes up to `limit` notes "order X changed" for the length of this transaction: a rollback gives them back. Others take
 * other rows meanwhile, and nobody's order is locked.
 * @returns the orders, each once
 */
export async function takeChanges(tx: Tx, limit: number): Promise<number[]> {
  const rows = await tx<{ order_id: number }[]>`
    delete from outbox
    where id = any(array(select id from outbox order by id limit ${limit} for update skip locked))
    returning order_id`;
  return [...new Set(rows.map((row) => row.order_id))];
}

/** What the ticker asks twice a second; constant time, whatever waits. */
export interface BoardProgress {
  /** Machine time of the oldest change that the board has not taken up, epoch ms; null: none waits. */
  oldestChangeAt: number | null;
  settingsRevision: number;
}

export async function readBoardProgress(sql: Sql): Promise<BoardProgress> {
  const [row] = await sql<BoardProgress[]>`
    select (select created_at from outbox order by id limit 1) as "oldestChangeAt",
      coalesce((select revision from settings_revision), 0) as "settingsRevision"`;
  return row!;
}

/**
 * A number for a new generation of the board, higher than any before it and than `above`, which Redis may know from
 * before this database was restored.
 */
export async function nextBoardEpoch(sql: Sql, above: number): Promise<number> {
  const [row] = await sql<{ epoch: number }[]>`
    select setval('board_epoch', greatest(nextval('board_epoch'), ${above + 1}::bigint)) as epoch`;
  return row!.epoch;
}

/** Tells this database apart from any other, also from one of the same name that was deleted. */
export async function readDatabaseIdentity(sql: Sql): Promise<string> {
  const [row] = await sql<{ identity: string }[]>`
    select concat_ws('/', (select system_identifier from pg_control_system()), oid) as identity
    from pg_database where datname = current_database()`;
  return row!.identity;
}
