import { nextBoardEpoch } from "../../db/stores/board-changes.ts";
import { readHeldOrderIds } from "../../db/stores/held-visits.ts";
import { sweepEpochs } from "../live/epochs.ts";
import { prefixOf } from "../live/keys.ts";
import { type Lease, takeLease } from "../live/lease.ts";
import { REBUILD_LEASE_MS } from "../live/limits.ts";
import { readOrigin } from "../live/origin.ts";
import { poke } from "../live/poke.ts";
import { batches, type OrdersRead, readOrders } from "../live/project-orders.ts";
import { beginScript, fillScript, flipScript } from "../live/scripts.ts";
import { readProgress } from "../live/watermark.ts";
import type { Context } from "../platform/context.ts";

type Live = Pick<Context, "sql" | "redis" | "boardTag" | "clock" | "settings" | "env">;

export interface RebuildOptions {
  /** Called after each page, with orders done and orders in all; the next page waits for it. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  signal?: AbortSignal;
}

export interface RebuiltBoard {
  epoch: number;
  orders: number;
}

/** Somebody else took the rebuild over, because this one stood still for longer than its lease. */
export class RebuildLostError extends Error {
  override name = "RebuildLostError";
}

const ORDERS_PER_PAGE = 2_000;

/**
 * Builds the board anew from Postgres beside the one that serves, which gets every change meanwhile too, and then lets the
 * new one serve. A rebuild that dies half-way harms nobody; the next ticker or rebuild clears up after it.
 * @returns "busy" while another rebuild is under way
 * @throws RebuildLostError, or what Postgres or Redis say when they are away
 */
export async function rebuildBoard(
  context: Live,
  options: RebuildOptions = {},
): Promise<RebuiltBoard | "busy"> {
  const { redis, boardTag } = context;
  const lease = await takeLease(redis, prefixOf(boardTag), "rebuild", REBUILD_LEASE_MS);
  if (lease === null) return "busy";
  let rebuilt: RebuiltBoard;
  // A list of a million orders takes longer to read than a dead rebuild may stand in the way.
  const renewing = setInterval(() => lease.renew().catch(() => {}), REBUILD_LEASE_MS / 4);
  try {
    rebuilt = await build(context, lease, options);
  } catch (error) {
    await lease.release().catch(() => {});
    throw error;
  } finally {
    clearInterval(renewing);
  }
  poke(context, "board");
  await sweepEpochs(context).catch(() => {});
  return rebuilt;
}

async function build(context: Live, lease: Lease, options: RebuildOptions): Promise<RebuiltBoard> {
  const { sql, redis, clock, boardTag } = context;
  const prefix = prefixOf(boardTag);
  const before = Number((await redis.get(`${prefix}epoch`)) ?? 0);
  const epoch = await nextBoardEpoch(sql, before);
  const origin = await readOrigin(context);
  held(await beginScript.run(redis, prefix, [lease.token, epoch, clock.shopNow(), origin]));
  // Listed after the new board gets changes: what commits from here on comes through the projectors.
  const ids = await readHeldOrderIds(sql, clock.shopNow());
  const page = (first: number) =>
    first < ids.length ? readOrders(context, sql, [...ids.subarray(first, first + ORDERS_PER_PAGE)]) : null;
  let next = page(0);
  for (let first = 0; first < ids.length; first += ORDERS_PER_PAGE) {
    options.signal?.throwIfAborted();
    let read = (await next)!;
    next = page(first + ORDERS_PER_PAGE);
    next?.catch(() => {});
    while (!(await fill(context, lease, epoch, read))) read = (await page(first))!;
    await options.onProgress?.(Math.min(first + ORDERS_PER_PAGE, ids.length), ids.length);
  }
  options.signal?.throwIfAborted();
  const { mark, settingsRevision } = await readProgress(context, null);
  const { nodes } = await context.settings.get(settingsRevision);
  held(
    await flipScript.run(redis, prefix, [
      lease.token,
      epoch,
      clock.shopNow(),
      settingsRevision,
      JSON.stringify(mark),
      ...nodes.keys(),
    ]),
  );
  return { epoch, orders: ids.length };
}

/** @returns false when the page was read too long ago */
async function fill(
  { redis, boardTag }: Live,
  lease: Lease,
  epoch: number,
  read: OrdersRead,
): Promise<boolean> {
  for (const args of batches(read)) {
    const reply = await fillScript.run(redis, prefixOf(boardTag), [lease.token, epoch, ...args]);
    held(reply);
    if (reply === 0) return false;
  }
  return true;
}

function held(reply: unknown): void {
  if (reply === -1) throw new RebuildLostError("the rebuild stood still for too long and was taken over");
}
