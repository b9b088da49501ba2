import type { Lane } from "../../../domain/settings/types.ts";
import type { Board, NodeRow } from "../../../domain/wire/board.ts";

/** A broken promise cannot be made good by hurrying: it weighs more than a red, as on the wall's tiles. */
const weightOf = ({ red, breached, severity }: NodeRow) => (severity === 3 ? 0 : red + 2 * breached);

/**
 * The node that a screen shows when none is named: the one with most reds that call somebody, else with most yellows.
 * @param lanes only these; empty: all
 * @returns null while nothing is late anywhere
 */
export function worstNode({ nodes }: Board, lanes: readonly Lane[]): string | null {
  const asked = nodes.filter(({ lane }) => lanes.length === 0 || lanes.includes(lane));
  const worst = [...asked].sort(
    (a, b) => weightOf(b) - weightOf(a) || b.yellow - a.yellow || b.red - a.red || a.rank - b.rank,
  )[0];
  return worst && worst.red + worst.yellow > 0 ? worst.key : null;
}
