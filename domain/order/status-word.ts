import { nodesByRank } from "../settings/history.ts";
import type { SettingsHistory } from "../settings/types.ts";
import { CLOSED } from "./types.ts";

/** What a status word stands for: a node's key or `closed`, null for no move; undefined: nobody knows. */
export type LookUp = (word: string) => string | null | undefined;

/** Words that were folded lately: a column of a million statuses has a dozen. */
const folded = new Map<string, string>();
const MAX_FOLDED = 10_000;

/** A name or a word as it is compared: full-width forms folded, no spaces, tabs, backticks or quotes, lower case. */
export function foldWord(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const result = text
    .normalize("NFKC")
    .replace(/[\s`'"\uFEFF\u200B*]/g, "")
    .toLowerCase();
  if (folded.size >= MAX_FOLDED) folded.clear();
  folded.set(text, result);
  return result;
}

/**
 * What words mean: the keys and names of the nodes, over them the shop's dictionary, over that a mapping's own words.
 * Import and replay both ask this.
 */
export function statusMeanings(
  settings: SettingsHistory,
  dictionary: Iterable<[word: string, node: string | null]>,
  own: Iterable<[word: string, node: string | null]> = [],
): LookUp {
  const meanings = new Map<string, string | null>([[CLOSED, CLOSED]]);
  for (const node of nodesByRank(settings)) {
    if (node.kind === "watch") continue;
    for (const name of [node.key, node.nameZh, node.nameEn]) meanings.set(foldWord(name), node.key);
  }
  for (const [word, node] of dictionary) meanings.set(foldWord(word), node);
  for (const [word, node] of own) meanings.set(foldWord(word), node);
  return (word) => meanings.get(foldWord(word));
}
