import { takeChanges } from "../../db/stores/board-changes.ts";
import type { Context } from "../platform/context.ts";
import { poke } from "./poke.ts";
import { projectOrders, readOrders, redisTime } from "./project-orders.ts";

/** Changes taken up in one transaction. */
export const CHANGES_PER_TAKE = 1_000;

/**
 * Takes changed orders from the outbox and brings the board up to date with them. The notes are gone only when Redis has
 * what they tell: when it is away, or this process dies, they stay for the next.
 * @returns how many orders changed
 */
export async function projectChanges(
  context: Pick<Context, "sql" | "redis" | "boardTag" | "clock" | "settings">,
): Promise<number> {
  return context.sql.begin(async (tx) => {
    // A note that a crash brings back is only projected once more, so its deletion need not wait for the disk.
    const [, orderIds, askedAt] = await Promise.all([
      tx`set local synchronous_commit = off`,
      takeChanges(tx, CHANGES_PER_TAKE),
      redisTime(context),
    ]);
    if (orderIds.length === 0) return 0;
    await projectOrders(context, await readOrders(context, tx, orderIds, askedAt));
    poke(context, "board");
    return orderIds.length;
  });
}
