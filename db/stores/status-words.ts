import { textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";

/** A source's word for where an order stands, and who uses it. */
export interface StatusWord {
  word: string;
  /** A node's key, `closed`, or null for no move. */
  node: string | null;
  origin: string;
}

/** Puts in words that the table lacks; a shop's own reading of a word stays. */
export async function seedStatusWords(sql: Sql, words: readonly StatusWord[]): Promise<void> {
  await sql`
    insert into status_words (word, node, origin)
    select * from unnest(${textArray(words.map((w) => w.word))}::text[], ${textArray(words.map((w) => w.node))}::text[],
      ${textArray(words.map((w) => w.origin))}::text[])
    on conflict (word) do nothing`;
}

/** What each known status word means: a node's key, `closed`, or null for no move. */
export async function readStatusNodes(sql: Sql | Tx): Promise<Map<string, string | null>> {
  const rows = await sql<{ word: string; node: string | null }[]>`select word, node from status_words`;
  return new Map(rows.map((row) => [row.word, row.node]));
}
