import type { Sql, Tx } from "../sql.ts";

const nameOf = (schedule: string) => `feed:${schedule}`;

/** The secret in the address of a schedule's calendar feed; null: it has none. */
export async function readFeedSecret(sql: Sql | Tx, schedule: string): Promise<Buffer | null> {
  const [row] = await sql<
    { value: Uint8Array }[]
  >`select value from secrets where name = ${nameOf(schedule)}`;
  return row ? Buffer.from(row.value) : null;
}

/** Gives a feed another secret: its old address stops working. */
export async function writeFeedSecret(tx: Tx, schedule: string, value: Uint8Array): Promise<void> {
  await tx`
    insert into secrets (name, value)
    values (${nameOf(schedule)}, decode(${Buffer.from(value).toString("hex")}, 'hex'))
    on conflict (name) do update set value = excluded.value`;
}

export async function deleteFeedSecret(tx: Tx, schedule: string): Promise<void> {
  await tx`delete from secrets where name = ${nameOf(schedule)}`;
}
