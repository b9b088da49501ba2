import type { AlertSummary } from "../wire/alerts.ts";
import type { NodeRow } from "../wire/board.ts";
import type { NewRed } from "./player.ts";

/** Nodes where more is red than on the board before. */
export function newReds(before: readonly NodeRow[], after: readonly NodeRow[]): NewRed[] {
  const reds = new Map(before.map(({ key, red }) => [key, red]));
  return after
    .filter(({ key, red }) => red > (reds.get(key) ?? 0))
    .map(({ key, lane, severity }) => ({ node: key, lane, severity }));
}

/** Nodes where nothing is red any more. */
export function nodesCleared(before: readonly NodeRow[], after: readonly NodeRow[]): string[] {
  const red = new Set(after.filter((row) => row.red > 0).map(({ key }) => key));
  return before.filter((row) => row.red > 0 && !red.has(row.key)).map(({ key }) => key);
}

/** Nodes whose worst alert somebody has, as of a moment of shop time: a pledge that has passed counts no more. */
export function nodesTaken(alerts: AlertSummary | null, shopNow: number): ReadonlySet<string> {
  const taken = (alerts?.nodes ?? []).filter(
    ({ takenName, pledgeUntil }) =>
      takenName !== null && pledgeUntil !== null && Date.parse(pledgeUntil) > shopNow,
  );
  return new Set(taken.map(({ key }) => key));
}

/** Nodes where somebody has taken something since the summary before. */
export function newlyTaken(before: AlertSummary | null, after: AlertSummary | null): string[] {
  const had = new Map((before?.nodes ?? []).map((node) => [node.key, node]));
  return (after?.nodes ?? [])
    .filter((node) => {
      if (node.takenName === null) return false;
      const then = had.get(node.key);
      return then?.takenName !== node.takenName || then.pledgeUntil !== node.pledgeUntil;
    })
    .map(({ key }) => key);
}
