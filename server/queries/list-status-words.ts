import { waitingWords } from "../../db/stores/quarantine.ts";
import { readStatusWords, type StatusWord } from "../../db/stores/status-words.ts";
import { foldWord } from "../../domain/order/status-word.ts";
import type { Context } from "../platform/context.ts";
import { shippedStatusWords } from "../sources/dictionary/status-words.ts";

export interface StatusWordItem extends StatusWord {
  /** Whether the shop gave it another meaning than it came with. */
  changed: boolean;
}

export interface StatusWordList {
  words: StatusWordItem[];
  /** Words that nobody knows, most wanted first, and how many events wait for each. */
  unknown: { word: string; waiting: number }[];
}

/** The status dictionary, and the words that it lacks. Absent filters let everything through. */
export async function listStatusWords(
  { sql }: Pick<Context, "sql">,
  filter: { origin?: string; word?: string; node?: string | null },
): Promise<StatusWordList> {
  const prefix = foldWord(filter.word ?? "");
  const begins = ({ word }: { word: string }) => foldWord(word).startsWith(prefix);
  const shipped = new Map(shippedStatusWords().map(({ word, node }) => [foldWord(word), node]));
  const [entries, waiting] = await Promise.all([readStatusWords(sql), waitingWords(sql)]);
  const words = entries
    .filter((entry) => filter.origin === undefined || entry.origin === filter.origin)
    .filter((entry) => filter.node === undefined || entry.node === filter.node)
    .filter(begins)
    .map((entry) => {
      const key = foldWord(entry.word);
      return { ...entry, changed: shipped.has(key) && shipped.get(key) !== entry.node };
    });
  const unknown = waiting
    .filter(begins)
    .map(({ word, items }) => ({ word, waiting: items }))
    .sort((a, b) => b.waiting - a.waiting || (a.word < b.word ? -1 : 1));
  return { words, unknown };
}
