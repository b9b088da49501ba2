import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { OVERDUE_LAG_MS } from "./limits.ts";

export interface Overdue {
  /** Open visits past their deadline. */
  visits: number;
  /** How long they have been past it, together; ms of shop time. */
  overdueMs: bigint;
}

export interface OpenOverdue {
  /** The moment of the board, epoch ms of shop time. */
  asOfMs: number;
  nodes: Map<string, Overdue>;
  /** The same visits, but only what lies within the last 24 hours. */
  lastDay: Map<string, Overdue>;
}

/**
 * Overdue time of the open visits per node at the moment of the board, in constant time whatever the backlog:
 * visits × now − the sum of their deadlines; for the last day less what was so a day ago. The sums are 64-bit integers
 * and never pass through a double.
 * @returns null while Redis has no board
 */
export async function readOverdue({
  redis,
  boardTag,
}: Pick<Context, "redis" | "boardTag">): Promise<OpenOverdue | null> {
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
  const now = BigInt(at);
  const nodes = new Map<string, Overdue>();
  const lastDay = new Map<string, Overdue>();
  for (const [field, count] of Object.entries(fields)) {
    if (!field.startsWith("k:")) continue;
    const node = field.slice(2);
    const sumOf = (k: string, s: string, atMs: bigint) =>
      BigInt(fields[k + node] ?? "0") * atMs - BigInt(fields[s + node] ?? "0");
    const overdueMs = sumOf("k:", "s:", now);
    nodes.set(node, { visits: Number(count), overdueMs });
    const before = sumOf("k24:", "s24:", now - BigInt(OVERDUE_LAG_MS));
    lastDay.set(node, { visits: Number(count), overdueMs: overdueMs - before });
  }
  return { asOfMs: Number(at), nodes, lastDay };
}
