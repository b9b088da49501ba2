import { foldWord } from "../../domain/order/status-word.ts";
import { textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";

/** A source's word for where an order stands, and who uses it. */
export interface StatusWord {
  word: string;
  /** A node's key, `closed`, or null for no move. */
  node: string | null;
  /** The platform that says it, or `own` for a word that the shop added. */
  origin: string;
}

/** Puts in words that the table lacks; a shop's own reading of a word, however it is written, stays. */
export async function seedStatusWords(sql: Sql, words: readonly StatusWord[]): Promise<void> {
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await lockStatusWords(tx);
    const known = new Set((await readStatusWords(tx)).map(({ word }) => foldWord(word)));
    const fresh = words.filter(({ word }) => !known.has(foldWord(word)));
    await tx`
      insert into status_words (word, node, origin)
      select * from unnest(${textArray(fresh.map((w) => w.word))}::text[],
        ${textArray(fresh.map((w) => w.node))}::text[], ${textArray(fresh.map((w) => w.origin))}::text[])`;
  });
}

/** Keeps other writers of the dictionary out until this transaction ends; readers go on. */
export function lockStatusWords(tx: Tx): Promise<unknown> {
  return tx`lock table status_words in share row exclusive mode`;
}

/** The whole dictionary, by origin and word. */
export function readStatusWords(sql: Sql | Tx): Promise<StatusWord[]> {
  return sql<StatusWord[]>`select word, node, origin from status_words order by origin, word`;
}

/** Puts in a word or gives one that is there, as it is written there, another meaning. */
export async function saveStatusWord(tx: Tx, { word, node, origin }: StatusWord): Promise<void> {
  await tx`
    insert into status_words (word, node, origin) values (${word}, ${node}, ${origin})
    on conflict (word) do update set node = excluded.node, origin = excluded.origin`;
}

export async function deleteStatusWord(tx: Tx, word: string): Promise<void> {
  await tx`delete from status_words where word = ${word}`;
}
