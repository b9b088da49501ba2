import type { Sql, Tx } from "../sql.ts";

/** What each known status word means: a node's key, `closed`, or null for no move. */
export async function readStatusNodes(sql: Sql | Tx): Promise<Map<string, string | null>> {
  const rows = await sql<{ word: string; node: string | null }[]>`select word, node from status_words`;
  return new Map(rows.map((row) => [row.word, row.node]));
}
