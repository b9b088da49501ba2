import { readFileSync } from "node:fs";
import type { StatusWord } from "../../../db/stores/status-words.ts";

const DATA = new URL("./status-words.json", import.meta.url);

/** The words that come with Andon. Shops add to them in the table that they are seeded into. */
export function shippedStatusWords(): StatusWord[] {
  const { $comment, ...byOrigin } = JSON.parse(readFileSync(DATA, "utf8")) as Record<
    string,
    Record<string, string | null>
  >;
  return Object.entries(byOrigin).flatMap(([origin, words]) =>
    Object.entries(words).map(([word, node]) => ({ word, node, origin })),
  );
}
