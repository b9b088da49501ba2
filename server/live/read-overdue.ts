import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";

export interface Overdue {
  /** Open visits past their deadline. */
  visits: number;
  /** How long they have been past it, together; ms of shop time. */
  overdueMs: bigint;
}

/**
 * Overdue time of the open visits per node at the moment of the board, in constant time whatever the backlog:
 * visits × now − the sum of their deadlines. The sums are 64-bit integers and never pass through a double.
 * @returns null while Redis has no board
 */
export async function readOverdue({
  redis,
  boardTag,
}: Pick<Context, "redis" | "boardTag">): Promise<{ asOfMs: number; nodes: Map<string, Overdue> } | null> {
  const prefix = prefixOf(boardTag);
  const epoch = await redis.get(`${prefix}epoch`);
  if (epoch === null) return null;
  const replies = await redis
    .multi()
    .hget(`${prefix}${epoch}:meta`, "d")
    .hgetall(`${prefix}${epoch}:overdue`)
    .exec();
  const at = replies?.[0]?.[1] as string | null | undefined;
  if (at == null) return null;
  const fields = replies![1]![1] as Record<string, string>;
  const nodes = new Map<string, Overdue>();
  for (const [field, count] of Object.entries(fields)) {
    if (!field.startsWith("k:")) continue;
    const node = field.slice(2);
    const sum = BigInt(fields[`s:${node}`] ?? "0");
    nodes.set(node, { visits: Number(count), overdueMs: BigInt(count) * BigInt(at) - sum });
  }
  return { asOfMs: Number(at), nodes };
}
