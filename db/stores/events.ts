import type { IncomingEvent, OrderEvent } from "../../domain/order/types.ts";
import { numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** An event with the order it belongs to and where its recipient is sealed. */
export interface EventToStore {
  event: IncomingEvent;
  orderId: number;
  recipientId: string | null;
}

/** What an event carries beside its own columns: the `body` column. */
type Body = Pick<OrderEvent, "actor" | "promise" | "order"> & { recipient?: null };

function bodyOf(event: IncomingEvent): Body | null {
  const { actor, promise, order } = event;
  if (!actor && !promise && !order) return null;
  const body: Body = { actor, promise, order };
  if (event.recipient === null) body.recipient = null;
  return body;
}

/**
 * Appends events, leaving out those whose (source, id) is there already.
 * @returns the keys that were inserted, `source NUL id`
 */
export async function insertEvents(
  tx: Tx,
  items: readonly EventToStore[],
  receivedAt: number,
): Promise<Set<string>> {
  const column = <T>(pick: (event: IncomingEvent) => T) => items.map((item) => pick(item.event));
  const rows = await tx<{ source: string; id: string }[]>`
    insert into events (source, id, order_id, token, node, occurred_at, received_at, body, recipient_id)
    select n.source, n.id, n.order_id, n.token, n.node, to_timestamp(n.occurred_at / 1000.0),
      ${new Date(receivedAt)}, n.body::jsonb, n.recipient_id
    from unnest(
      ${textArray(column((e) => e.source))}::text[], ${textArray(column((e) => e.id))}::text[],
      ${numberArray(items.map((item) => item.orderId))}::bigint[], ${textArray(column((e) => e.token))}::text[],
      ${textArray(column((e) => e.node))}::text[], ${numberArray(column((e) => e.occurredAt))}::float8[],
      ${textArray(column((e) => (e.actor || e.promise || e.order ? JSON.stringify(bodyOf(e)) : null)))}::text[],
      ${textArray(items.map((item) => item.recipientId))}::uuid[]
    ) as n(source, id, order_id, token, node, occurred_at, body, recipient_id)
    on conflict (source, id) do nothing
    returning source, id`;
  return new Set(rows.map((row) => eventKey(row)));
}

export function eventKey(event: { source: string; id: string }): string {
  return `${event.source}\u0000${event.id}`;
}

/** An event as the log has it. */
export interface StoredEvent extends OrderEvent {
  orderId: number;
  recipientId: string | null;
  recipientCleared: boolean;
}

interface EventRow {
  source: string;
  id: string;
  order_id: number;
  order_no: string;
  token: string;
  node: string | null;
  occurred_at: number;
  body: Body | null;
  recipient_id: string | null;
}

function toStored(row: EventRow): StoredEvent {
  const stored: StoredEvent = {
    source: row.source,
    id: row.id,
    orderId: row.order_id,
    orderNo: row.order_no,
    token: row.token,
    node: row.node,
    occurredAt: row.occurred_at,
    recipientId: row.recipient_id,
    recipientCleared: row.body?.recipient === null,
  };
  if (row.body?.actor) stored.actor = row.body.actor;
  if (row.body?.promise) stored.promise = row.body.promise;
  if (row.body?.order) stored.order = row.body.order;
  return stored;
}

/** Every event of the orders, unordered. */
export async function readEventsOf(tx: Tx, orderIds: readonly number[]): Promise<StoredEvent[]> {
  const rows = await tx<EventRow[]>`
    select e.*, o.order_no from events e join orders o on o.id = e.order_id
    where e.order_id = any(${numberArray(orderIds)}::bigint[])`;
  return rows.map(toStored);
}

/** The events that have these keys. */
export async function readEventsByKey(
  tx: Tx,
  keys: readonly { source: string; id: string }[],
): Promise<Map<string, StoredEvent>> {
  const rows = await tx<EventRow[]>`
    select e.*, o.order_no
    from unnest(${textArray(keys.map((k) => k.source))}::text[], ${textArray(keys.map((k) => k.id))}::text[]) as k(source, id)
    join events e on e.source = k.source and e.id = k.id
    join orders o on o.id = e.order_id`;
  return new Map(rows.map((row) => [eventKey(row), toStored(row)]));
}
