import type { Sql } from "../sql.ts";

/** The television that has this credential; null when none has or it was revoked. @param hash SHA-256 of the credential */
export async function readTvByHash(sql: Sql, hash: Uint8Array): Promise<{ id: string; name: string } | null> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from tvs where hash = ${hash} and revoked_at is null`;
  return row ?? null;
}

/** The same for the television itself: it has come with its credential, so its device code fetches no other from here on. */
export async function welcomeTv(sql: Sql, hash: Uint8Array): Promise<{ id: string; name: string } | null> {
  const [row] = await sql<{ id: string; name: string }[]>`
    with tv as (select id, name from tvs where hash = ${hash} and revoked_at is null),
      paired as (delete from pairings using tv where pairings.tv_id = tv.id)
    select id, name from tv`;
  return row ?? null;
}
