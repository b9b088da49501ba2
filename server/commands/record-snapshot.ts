import type { Tx } from "../../db/sql.ts";
import { beginFold } from "../../db/stores/locks.ts";
import { extendRuns, lockSightings, putRuns, readNeighbours } from "../../db/stores/sightings.ts";
import { foldWord, type LookUp } from "../../domain/order/status-word.ts";
import type { IncomingEvent, PromisePatch } from "../../domain/order/types.ts";
import { type ChangeOf, changeEvents } from "../../domain/snapshot/change-events.ts";
import { type Placement, placeSighting, type Sighting } from "../../domain/snapshot/place-sighting.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { eventIdOf } from "../sources/event-id.ts";
import { recordWithin } from "./record-events.ts";

/** One order as an export shows it: its tokens, and under ORDER its facts and lines. */
export interface OrderSighting {
  orderNo: string;
  things: { token: string; sighting: Sighting }[];
}

/** Which export, and how its words are read. */
export interface Snapshot {
  source: string;
  /** Shop time for which its rows stand, epoch ms. */
  exportedAt: number;
  lookUp: LookUp;
  binds: PromisePatch["binds"];
}

export interface SnapshotResult {
  accepted: number;
  duplicates: number;
  /** The unknown status words of events that went to quarantine. */
  quarantined: string[];
  /** Changes that move nothing. */
  still: number;
  /** Orders that stand as they stood in the export before. */
  unchanged: number;
  /** Orders of which nothing was taken; `index` is the place in the batch. */
  refused: { index: number; code: string; detail: string }[];
}

/** An order of the batch and what its sightings do. */
interface PlacedOrder {
  index: number;
  orderNo: string;
  things: { token: string; placement: Placement }[];
  events: IncomingEvent[];
}

/**
 * Records orders as an export shows them: what differs from the export before it in time becomes events, and what an
 * export that arrived earlier shows of a later time is kept right. Events and what was seen commit together, so the
 * same export twice changes nothing. An order that the export lacks is left as it is.
 */
export async function recordSnapshot(
  context: Context,
  snapshot: Snapshot,
  orders: readonly OrderSighting[],
): Promise<SnapshotResult> {
  const { result, stored } = await retryingConflicts(() =>
    context.sql.begin((tx) => recordIn(tx as unknown as Tx, context, snapshot, orders)),
  );
  if (stored.length > 0) {
    context.meter.committed(stored);
    poke(context, "outbox");
  }
  return result;
}

async function recordIn(tx: Tx, context: Context, snapshot: Snapshot, orders: readonly OrderSighting[]) {
  const { source, exportedAt } = snapshot;
  const result: SnapshotResult = {
    accepted: 0,
    duplicates: 0,
    quarantined: [],
    still: 0,
    unchanged: 0,
    refused: [],
  };
  await lockSightings(tx, source);
  await beginFold(tx);
  const placed = await placeOrders(tx, snapshot, orders, result);
  const owners = placed.flatMap((order) => order.events.map(() => order));
  const events = placed.flatMap((order) => order.events);
  const { result: recorded, stored } = await recordWithin(tx, context, events);
  result.accepted = recorded.accepted;
  result.duplicates = recorded.duplicates;
  for (const { index } of recorded.quarantined) {
    result.quarantined.push(events[index]!.statusWord ?? events[index]!.node ?? "");
  }
  // What was refused was not seen either, so that the next import tries it again.
  const lost = new Set(recorded.rejected.map(({ index }) => owners[index]!));
  for (const { index, code, detail } of recorded.rejected) {
    const at = owners[index]!.index;
    if (!result.refused.some((one) => one.index === at)) result.refused.push({ index: at, code, detail });
  }
  const kept = placed.filter((order) => !lost.has(order));
  const things = kept.flatMap(({ orderNo, things }) => things.map((thing) => ({ orderNo, ...thing })));
  await extendRuns(
    tx,
    source,
    things.flatMap(({ orderNo, token, placement: { extend } }) =>
      extend ? { orderNo, token, firstAt: extend.firstAt } : [],
    ),
    exportedAt,
  );
  await putRuns(
    tx,
    source,
    things.flatMap(({ orderNo, token, placement }) => placement.put.map((run) => ({ orderNo, token, run }))),
  );
  return { result, stored };
}

/** Refuses the orders of which another export of this instant showed something else. */
async function placeOrders(
  tx: Tx,
  snapshot: Snapshot,
  orders: readonly OrderSighting[],
  result: SnapshotResult,
): Promise<PlacedOrder[]> {
  const { source, exportedAt, lookUp, binds } = snapshot;
  const asked = orders.flatMap(({ orderNo, things }) => things.map(({ token }) => ({ orderNo, token })));
  const neighbours = (await readNeighbours(tx, source, asked, exportedAt)).values();
  const placed: PlacedOrder[] = [];
  for (const [index, { orderNo, things }] of orders.entries()) {
    const placements = things.map(({ token, sighting }) => {
      const { before, after } = neighbours.next().value!;
      return { token, placement: placeSighting(exportedAt, sighting, before, after) };
    });
    if (placements.some(({ placement }) => placement.contradicts)) {
      const when = new Date(exportedAt).toISOString();
      const detail = `another export of ${when} shows order ${orderNo} otherwise: say with --exported-at which is later`;
      result.refused.push({ index, code: "contradicts_export", detail });
      continue;
    }
    const changes = placements.flatMap(({ token, placement }) =>
      placement.changes.map((change): ChangeOf => ({ token, change })),
    );
    const { drafts, still } = changeEvents(changes, lookUp, binds);
    result.still += still;
    if (drafts.length === 0 && still === 0) result.unchanged++;
    const events = drafts.map(({ label, ...draft }): IncomingEvent => {
      const id = eventIdOf({ orderNo, ...draft }, foldWord(label), { orderNo, ...draft });
      return { source, id, orderNo, ...draft };
    });
    placed.push({ index, orderNo, things: placements, events });
  }
  return placed;
}
