import type { Sql, Tx } from "../sql.ts";

const hex = (hash: Uint8Array) => Buffer.from(hash).toString("hex");

/** @returns how often it was used before; 0: this is the first time */
export async function noteLinkUse(tx: Sql | Tx, hash: Uint8Array, atMs: number): Promise<number> {
  const [row] = await tx<{ uses: number }[]>`
    insert into link_uses (hash, used_at) values (decode(${hex(hash)}, 'hex'), ${new Date(atMs)})
    on conflict (hash) do update set uses = link_uses.uses + 1 returning uses`;
  return row!.uses - 1;
}

export async function wasLinkUsed(sql: Sql | Tx, hash: Uint8Array): Promise<boolean> {
  const rows = await sql`select from link_uses where hash = decode(${hex(hash)}, 'hex')`;
  return rows.length > 0;
}

/** Forgets links that have expired anyway. @param beforeMs machine time of their use */
export async function forgetLinkUses(sql: Sql | Tx, beforeMs: number): Promise<void> {
  await sql`delete from link_uses where used_at < ${new Date(beforeMs)}`;
}
