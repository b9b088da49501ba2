import type { NodeRow } from "../../../domain/wire/board.ts";

/** How loud a tile is: calm recedes, tinted has reds, filled is one of the worst few. */
export type Loudness = "empty" | "calm" | "tinted" | "filled";

/** One loud thing: where everything shouts, nothing is heard. */
const FILLED_MAX = 3;
/** Fewer reds than this do not fill a tile, unless promises are broken. */
const FILL_REDS_MIN = 10;
const FILL_BREACHED_MIN = 5;
/** A tile much quieter than the loudest is not one of the worst. */
const FILL_SHARE_OF_WORST = 0.2;
/** A broken promise cannot be made good by hurrying: it weighs more than a red. */
const BREACHED_WEIGHT = 2;

export const openOf = (row: NodeRow) => row.green + row.yellow + row.red;

const weightOf = (row: NodeRow) => row.red + BREACHED_WEIGHT * row.breached;

// Severity 3 only lights up: it calls nobody, so it never shouts either.
const mayFill = (row: NodeRow) =>
  row.severity !== 3 && (row.red >= FILL_REDS_MIN || row.breached >= FILL_BREACHED_MIN);

/** The loudness of every node's tile, by key. */
export function loudnessOf(rows: readonly NodeRow[]): Map<string, Loudness> {
  const worst = rows.filter(mayFill).sort((a, b) => weightOf(b) - weightOf(a) || a.rank - b.rank);
  const threshold = worst[0] ? weightOf(worst[0]) * FILL_SHARE_OF_WORST : 0;
  const filled = new Set(worst.slice(0, FILLED_MAX).filter((row) => weightOf(row) >= threshold));
  return new Map(
    rows.map((row) => {
      if (filled.has(row)) return [row.key, "filled"];
      if (row.red > 0 || row.breached > 0) return [row.key, "tinted"];
      return [row.key, openOf(row) === 0 ? "empty" : "calm"];
    }),
  );
}
