import type { Sql, Tx } from "../../db/sql.ts";
import { type HeldOrder, readHeldOrders } from "../../db/stores/held-visits.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { BATCH_ORDERS } from "./limits.ts";
import { type PackedOrder, packVisit } from "./pack-order.ts";
import { projectScript } from "./scripts.ts";

type Live = Pick<Context, "redis" | "boardTag" | "clock" | "settings">;

/** The batch was read so long ago that Redis may have forgotten what happened since: read again. */
export class StaleReadError extends Error {
  override name = "StaleReadError";
}

/** What orders look like in Postgres, and when that was so. */
export interface OrdersRead {
  /** Redis time before the read, epoch ms. */
  readAt: number;
  /** Shop time before the read, epoch ms. */
  now: number;
  orders: PackedOrder[];
}

/**
 * Reads orders as the board holds them.
 * @param askedAt Redis time before the read, where the caller has already asked for it
 */
export async function readOrders(
  context: Live,
  sql: Sql | Tx,
  orderIds: readonly number[],
  askedAt?: number,
): Promise<OrdersRead> {
  const readAt = askedAt ?? (await redisTime(context));
  const now = context.clock.shopNow();
  return { readAt, now, orders: await pack(context, await readHeldOrders(sql, orderIds, now)) };
}

/**
 * Brings orders of the board, and of the one under construction, to what was read; what Redis already knows newer stays.
 * @throws StaleReadError when a batch came too late; nothing of that batch was applied
 */
export async function projectOrders(context: Live, read: OrdersRead): Promise<void> {
  for (const args of batches(read)) {
    const reply = await projectScript.run(context.redis, prefixOf(context.boardTag), args);
    if (reply !== 1) throw new StaleReadError("the orders were read too long ago to be applied");
  }
}

/** Script arguments: readAt, now, then (order, version, visits)…, as many orders as one call may take. */
export function* batches(read: OrdersRead): Generator<(string | number)[]> {
  for (let first = 0; first < read.orders.length; first += BATCH_ORDERS) {
    const args: (string | number)[] = [read.readAt, read.now];
    for (const { id, version, visits } of read.orders.slice(first, first + BATCH_ORDERS)) {
      args.push(id, version, visits);
    }
    yield args;
  }
}

async function pack({ settings }: Live, orders: readonly HeldOrder[]): Promise<PackedOrder[]> {
  let history = await settings.get();
  const known = (order: HeldOrder) => order.visits.every((visit) => history.nodes.has(visit.node));
  // A node that was added since: whether it is a watch must be known.
  if (!orders.every(known)) history = await settings.get(history.revision + 1);
  return orders.map(({ id, version, visits }) => ({
    id,
    version,
    visits: JSON.stringify(
      visits.map((visit) => packVisit(visit, history.nodes.get(visit.node)?.at(-1)?.kind === "watch")),
    ),
  }));
}

/** Epoch ms as Redis counts them: its scripts compare with nothing else. */
export async function redisTime({ redis }: Pick<Context, "redis">): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
