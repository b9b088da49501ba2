import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Tx } from "../../db/sql.ts";
import {
  type EventToStore,
  eventKey,
  insertEvents,
  readEventsByKey,
  type StoredEvent,
} from "../../db/stores/events.ts";
import { beginFold } from "../../db/stores/locks.ts";
import { createOrders, type LockedOrder, lockOrders } from "../../db/stores/orders.ts";
import { insertQuarantine, supersedeQuarantine } from "../../db/stores/quarantine.ts";
import {
  insertRecipients,
  readRecipient,
  recipientKeysOf,
  sealRecipient,
} from "../../db/stores/recipients.ts";
import type { IncomingEvent } from "../../domain/order/types.ts";
import { poke, pokeIfSoon } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { foldOrders, type OrderToFold } from "./fold-orders.ts";
import { foldTerms } from "./plan-steps.ts";
import { resolveWords } from "./resolve-words.ts";
import { type BatchItem, type ItemRefusal, type MisplacedItem, reusedDetail, sortOut } from "./sort-out.ts";

export type { ItemRefusal } from "./sort-out.ts";

/** How far ahead of the shop's clock an event may be, in machine time: sources' clocks differ. */
export const FUTURE_TOLERANCE_MS = 5 * 60_000;

export interface RecordResult {
  accepted: number;
  duplicates: number;
  quarantined: ItemRefusal[];
  rejected: ItemRefusal[];
}

/**
 * Records a batch of events in one transaction: events, orders, lines, visits and outbox commit together, so what
 * it counts as accepted is on disk. Idempotent by (source, id). Refuses item by item; `index` is the place in the
 * batch.
 * @throws when Postgres is away: then nothing of the batch is stored
 */
export async function recordEvents(context: Context, batch: IncomingEvent[]): Promise<RecordResult> {
  const { result, stored, nextStepAt } = await retryingConflicts(() =>
    context.sql.begin((tx) => recordWithin(tx as unknown as Tx, context, batch)),
  );
  if (stored.length > 0) {
    context.meter.committed(stored);
    poke(context, "outbox");
    if (nextStepAt !== null) pokeIfSoon(context, nextStepAt);
  }
  return result;
}

/** The same inside a transaction that the caller commits; the caller then tells meter and projector. */
export async function recordWithin(
  tx: Tx,
  context: Context,
  batch: IncomingEvent[],
): Promise<{ result: RecordResult; stored: IncomingEvent[]; nextStepAt: number | null }> {
  const { clock } = context;
  const [, [state]] = await Promise.all([
    beginFold(tx),
    tx<{ revision: number; waiting: boolean }[]>`
      select revision, exists (select from quarantine where state = 'waiting') as waiting from settings_revision`,
  ]);
  const terms = await foldTerms(context, state!.revision, tx);
  const { settings, machineNow } = terms;
  // Whoever changes a word keeps recorders out while he does: a word fixed by now is seen here, or its replay sees us.
  const known = await resolveWords(tx, settings, batch);
  const sorted = sortOut(known, settings, clock.shopNow() + FUTURE_TOLERANCE_MS * clock.speed);

  const orders = await openOrders(tx, sorted.placed);
  const items = sorted.placed.map(
    ({ event }): EventToStore => ({
      event,
      orderId: orders.get(event.orderNo)!.id,
      recipientId: recipientIdFor(event),
    }),
  );
  const inserted = items.length > 0 ? await insertEvents(tx, items, machineNow) : new Set<string>();
  const stored = items.filter((item) => inserted.has(eventKey(item.event)));
  const result: RecordResult = {
    accepted: stored.length,
    duplicates: sorted.duplicates,
    quarantined: [],
    rejected: sorted.rejected,
  };
  const repeated = sorted.placed.filter((item) => !inserted.has(eventKey(item.event)));
  if (repeated.length > 0) await settleRepeated(tx, repeated, result);
  let nextStepAt: number | null = null;
  if (stored.length > 0) {
    await sealRecipients(tx, stored);
    const keys = stored.map((item) => item.event);
    if (state!.waiting) await supersedeQuarantine(tx, keys, machineNow);
    nextStepAt = await foldOrders(tx, byOrder(stored, orders), terms);
  }
  if (sorted.misplaced.length > 0) await keepMisplaced(tx, sorted.misplaced, machineNow, result);
  result.rejected.sort((a, b) => a.index - b.index);
  return { result, stored: stored.map((item) => item.event), nextStepAt };
}

/** Locks the orders of these events, creating the unknown ones. */
async function openOrders(tx: Tx, placed: readonly BatchItem[]): Promise<Map<string, LockedOrder>> {
  const orderNos = [...new Set(placed.map(({ event }) => event.orderNo))];
  const orders = new Map<string, LockedOrder>();
  if (orderNos.length === 0) return orders;
  for (const order of await lockOrders(tx, orderNos)) orders.set(order.orderNo, order);
  const missing = orderNos.filter((orderNo) => !orders.has(orderNo));
  if (missing.length > 0)
    for (const order of await createOrders(tx, missing)) orders.set(order.orderNo, order);
  return orders;
}

/**
 * Seals recipients with their order's key, apart from the events, which only point to them. Called for what was
 * stored: a repeat must not make a new key for a person who was erased.
 */
async function sealRecipients(
  tx: Tx,
  items: readonly { event: IncomingEvent; recipientId: string | null }[],
) {
  const named = items.filter((item) => item.recipientId !== null);
  if (named.length === 0) return;
  const keys = await recipientKeysOf(
    tx,
    named.map(({ event }) => event.orderNo),
  );
  await insertRecipients(
    tx,
    named.map(({ event, recipientId }) =>
      sealRecipient(recipientId!, event.orderNo, keys.get(event.orderNo)!, event.recipient!),
    ),
  );
}

const recipientIdFor = (event: IncomingEvent) => (event.recipient ? randomUUID() : null);

function byOrder(stored: readonly EventToStore[], orders: ReadonlyMap<string, LockedOrder>): OrderToFold[] {
  const groups = new Map<string, OrderToFold>();
  for (const { event } of stored) {
    const group = groups.get(event.orderNo);
    if (group) group.events.push(event);
    else groups.set(event.orderNo, { order: orders.get(event.orderNo)!, events: [event] });
  }
  return [...groups.values()];
}

/** A (source, id) that is in the log already: a duplicate when the content is the same, else refused. */
async function settleRepeated(tx: Tx, repeated: readonly BatchItem[], result: RecordResult): Promise<void> {
  const known = await readEventsByKey(
    tx,
    repeated.map(({ event }) => event),
  );
  for (const { index, event } of repeated) {
    const before = known.get(eventKey(event));
    if (before && (await sameContent(tx, before, event))) result.duplicates++;
    else result.rejected.push({ index, code: "id_reused", detail: reusedDetail(event) });
  }
}

async function sameContent(tx: Tx, before: StoredEvent, event: IncomingEvent): Promise<boolean> {
  const content = ({ orderNo, token, node, occurredAt, actor, promise, order }: IncomingEvent) =>
    JSON.parse(JSON.stringify({ orderNo, token, node, occurredAt, actor, promise, order }));
  if (!isDeepStrictEqual(content(before), content(event))) return false;
  if (before.recipientId === null)
    return !event.recipient && before.recipientCleared === (event.recipient === null);
  const recipient = await readRecipient(tx, before.recipientId);
  // An erased person cannot be compared with: the rest is the same, so it is the same event.
  return recipient === null || isDeepStrictEqual(recipient, event.recipient);
}

/** Puts what cannot be placed into quarantine, unless its (source, id) is an accepted event's. */
async function keepMisplaced(
  tx: Tx,
  misplaced: readonly MisplacedItem[],
  machineNow: number,
  result: RecordResult,
): Promise<void> {
  const known = await readEventsByKey(
    tx,
    misplaced.map(({ event }) => event),
  );
  const kept = misplaced.filter(({ event }) => !known.has(eventKey(event)));
  for (const { index, event } of misplaced) {
    if (known.has(eventKey(event)))
      result.rejected.push({ index, code: "id_reused", detail: reusedDetail(event) });
  }
  const items = kept.map((item) => ({ ...item, recipientId: recipientIdFor(item.event) }));
  await sealRecipients(tx, items);
  if (items.length > 0) await insertQuarantine(tx, items, machineNow);
  for (const { index, code, detail } of kept) result.quarantined.push({ index, code, detail });
}
