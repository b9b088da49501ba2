import type { Tx } from "../../db/sql.ts";
import { readEventsOf, type StoredEvent } from "../../db/stores/events.ts";
import { type LockedOrder, replaceLines, saveOrders } from "../../db/stores/orders.ts";
import { noteChanged } from "../../db/stores/outbox.ts";
import {
  insertVisits,
  leaveVisits,
  replaceVisits,
  updateVisits,
  type VisitOfOrder,
} from "../../db/stores/visits.ts";
import { foldOnto, follows, inSequence } from "../../domain/order/fold.ts";
import { emptyOrder } from "../../domain/order/state.ts";
import type { OrderEvent, OrderLine } from "../../domain/order/types.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";

/** A locked order and the events that were just appended to its log. */
export interface OrderToFold {
  order: LockedOrder;
  events: OrderEvent[];
}

/** What folding some orders asks of the store. */
interface Writes {
  fresh: VisitOfOrder[];
  known: VisitOfOrder[];
  left: VisitOfOrder[];
  lines: { orderId: number; lines: OrderLine[] }[];
  saved: { order: LockedOrder; facts: boolean }[];
  /** Orders whose visits changed: what the board must hear of. */
  moved: number[];
}

/**
 * Brings visits, facts and state of the orders up to their events, and notes the change in the outbox.
 * Goes on from the stored state where the new events come last; reads and folds the whole log of an order where
 * one arrived late.
 */
export async function foldOrders(
  tx: Tx,
  orders: readonly OrderToFold[],
  settings: SettingsHistory,
  machineNow: number,
): Promise<void> {
  const writes = noWrites();
  const late: LockedOrder[] = [];
  for (const { order, events } of orders) {
    const sequence = inSequence(events, settings);
    if (follows(sequence[0]!, order.folded, settings)) foldNext(order, sequence, settings, writes);
    else late.push(order);
  }
  if (late.length > 0) await refold(tx, late, settings, writes);
  await write(tx, writes, machineNow);
}

/** Folds whole logs again and replaces what was derived from them. The caller holds the orders' locks. */
export async function refoldOrders(
  tx: Tx,
  orders: readonly LockedOrder[],
  settings: SettingsHistory,
  machineNow: number,
): Promise<void> {
  const writes = noWrites();
  await refold(tx, orders, settings, writes);
  await write(tx, writes, machineNow);
}

function noWrites(): Writes {
  return { fresh: [], known: [], left: [], lines: [], saved: [], moved: [] };
}

async function write(tx: Tx, writes: Writes, machineNow: number): Promise<void> {
  await Promise.all([
    leaveVisits(tx, writes.left),
    updateVisits(tx, writes.known),
    insertVisits(tx, writes.fresh),
    writes.lines.length > 0 && replaceLines(tx, writes.lines),
    saveOrders(tx, writes.saved),
    writes.moved.length > 0 && noteChanged(tx, writes.moved, machineNow),
  ]);
}

function foldNext(
  order: LockedOrder,
  sequence: OrderEvent[],
  settings: SettingsHistory,
  writes: Writes,
): void {
  const result = foldOnto(order.folded, sequence, settings);
  for (const { visit, known, onlyLeft } of result.changes) {
    const rows = onlyLeft ? writes.left : known ? writes.known : writes.fresh;
    rows.push({ orderId: order.id, visit });
  }
  if (result.changes.length > 0) writes.moved.push(order.id);
  if (result.lines) writes.lines.push({ orderId: order.id, lines: result.lines });
  writes.saved.push({ order, facts: result.factsChanged });
}

/** Folds orders from their first event on, and replaces their visits. */
async function refold(
  tx: Tx,
  orders: readonly LockedOrder[],
  settings: SettingsHistory,
  writes: Writes,
): Promise<void> {
  const ids = orders.map((order) => order.id);
  const logs = new Map<number, StoredEvent[]>(ids.map((id) => [id, []]));
  for (const event of await readEventsOf(tx, ids)) logs.get(event.orderId)!.push(event);
  const visits: VisitOfOrder[] = [];
  for (const order of orders) {
    order.folded = emptyOrder();
    const sequence = inSequence(logs.get(order.id)!, settings);
    const result = foldOnto(order.folded, sequence, settings);
    visits.push(...result.changes.map(({ visit }) => ({ orderId: order.id, visit })));
    if (result.lines) writes.lines.push({ orderId: order.id, lines: result.lines });
    writes.saved.push({ order, facts: true });
    writes.moved.push(order.id);
  }
  await replaceVisits(tx, ids, visits);
}
