import type { Visit } from "../../domain/order/types.ts";
import type { Sql, Tx } from "../sql.ts";

/** A visit that is open, or that will begin or end by itself: events may be a few minutes ahead of the clock. */
export interface HeldVisit
  extends Pick<Visit, "node" | "enteredAt" | "leftAt" | "warnAt" | "dueAt" | "promiseAt"> {
  id: string;
}

export interface HeldOrder {
  id: number;
  version: number;
  visits: HeldVisit[];
}

interface Row {
  order_id: number;
  version: number;
  /** Null: the order has none. */
  id: string | null;
  node: string;
  entered_at: number;
  left_at: number | null;
  warn_at: number | null;
  due_at: number | null;
  promise_at: number | null;
}

/**
 * Reads orders with the visits that a board at `nowMs` or later needs. Version and visits are of one moment, because it
 * is one statement. Orders that do not exist are absent.
 */
export async function readHeldOrders(
  sql: Sql | Tx,
  orderIds: readonly number[],
  nowMs: number,
): Promise<HeldOrder[]> {
  const rows = await sql<Row[]>`
    select o.id as order_id, o.version, v.id, v.node, v.entered_at, v.left_at, v.warn_at, v.due_at, v.promise_at
    from orders o
    left join visits v on v.order_id = o.id and (v.left_at is null or v.left_at > ${new Date(nowMs)})
    where o.id = any(${orderIds as number[]}::bigint[])
    order by o.id`;
  const orders: HeldOrder[] = [];
  let order: HeldOrder | undefined;
  for (const row of rows) {
    if (order?.id !== row.order_id) {
      order = { id: row.order_id, version: row.version, visits: [] };
      orders.push(order);
    }
    if (row.id === null) continue;
    order.visits.push({
      id: row.id,
      node: row.node,
      enteredAt: row.entered_at,
      leftAt: row.left_at,
      warnAt: row.warn_at,
      dueAt: row.due_at,
      promiseAt: row.promise_at,
    });
  }
  return orders;
}

const IDS_PER_FETCH = 10_000;

/** The orders that a board at `nowMs` or later holds, ascending. A million take some 10 MB. */
export async function readHeldOrderIds(sql: Sql, nowMs: number): Promise<Float64Array> {
  let ids = new Float64Array(IDS_PER_FETCH);
  let count = 0;
  const rows = sql<{ order_id: number }[]>`
    select distinct order_id from visits where left_at is null or left_at > ${new Date(nowMs)} order by order_id`;
  for await (const page of rows.cursor(IDS_PER_FETCH)) {
    if (count + page.length > ids.length) {
      const grown = new Float64Array(ids.length * 2);
      grown.set(ids);
      ids = grown;
    }
    for (const row of page) ids[count++] = row.order_id;
  }
  return ids.subarray(0, count);
}
