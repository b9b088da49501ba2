import type { Sql } from "../sql.ts";

/** The television that has this credential; null when none has or it was revoked. @param hash SHA-256 of the credential */
export async function readTvByHash(sql: Sql, hash: Uint8Array): Promise<{ id: string; name: string } | null> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from tvs where hash = ${hash} and revoked_at is null`;
  return row ?? null;
}
