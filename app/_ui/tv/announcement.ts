import type { Snapshot } from "../../../domain/wire/board.ts";
import type { Words } from "../use-words.ts";

/** More nodes than this are not named: nobody remembers a list that is read to them. */
const NAMED_MAX = 2;

/**
 * "大件装车调度，超时 12 单，还没人接手": what a room is told of nodes that turned red.
 * @param taken nodes whose alerts somebody has
 */
export function reportedReds(
  nodes: readonly string[],
  { nodes: rows }: Snapshot,
  { t, whole, nodeName }: Words,
  taken: ReadonlySet<string>,
): string {
  const red = nodes.flatMap((key) => rows.filter((row) => row.key === key && row.red > 0));
  const parts = red.slice(0, NAMED_MAX).map((row) =>
    t(taken.has(row.key) ? "television.sayTaken" : "television.sayRed", {
      name: nodeName(row),
      count: whole(row.red),
    }),
  );
  const more = red.length - NAMED_MAX;
  if (more > 0) parts.push(t("television.sayMore", { count: more }));
  return parts.join(t("television.sayJoin"));
}
