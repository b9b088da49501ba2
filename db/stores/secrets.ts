import type { Sql } from "../sql.ts";

/** The secret of this name, stored on its first use: whoever comes first decides it for every process. */
export async function ensureSecret(sql: Sql, name: string, made: Uint8Array): Promise<Buffer> {
  const [known] = await sql<{ value: Uint8Array }[]>`select value from secrets where name = ${name}`;
  if (known) return Buffer.from(known.value);
  await sql`
    insert into secrets (name, value) values (${name}, decode(${Buffer.from(made).toString("hex")}, 'hex'))
    on conflict (name) do nothing`;
  const [row] = await sql<{ value: Uint8Array }[]>`select value from secrets where name = ${name}`;
  return Buffer.from(row!.value);
}
