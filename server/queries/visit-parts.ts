import { countVisitParts, type VisitPart } from "../../db/stores/visit-parts.ts";
import type { Context } from "../platform/context.ts";

/**
 * What a node's number on the board is made of, by light, promise, channel and bulk; the parts add up to it.
 * @param nodes their keys
 * @param atMs shop time, epoch ms
 */
export function visitParts(
  { sql }: Pick<Context, "sql">,
  nodes: string[],
  atMs: number,
): Promise<VisitPart[]> {
  return countVisitParts(sql, { nodes }, atMs);
}
