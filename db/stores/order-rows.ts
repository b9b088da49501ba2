import type { OrderFacts } from "../../domain/order/types.ts";
import type { Sql } from "../sql.ts";
import type { OrderFilter } from "./order-search.ts";
import { isCandidate, visitConditions } from "./visit-conditions.ts";

/** An order as lists show it. Instants in epoch ms. */
export interface OrderRow {
  id: number;
  orderNo: string;
  channel: string | null;
  placedAt: number | null;
  region: string | null;
  warehouse: string | null;
  carrier: string | null;
  segment: string | null;
  hold: string | null;
  currency: string;
  bulky: boolean;
  custom: boolean;
}

export interface VisitRow {
  id: string;
  orderId: number;
  token: string;
  node: string;
  enteredAt: number;
  leftAt: number | null;
  warnAt: number | null;
  dueAt: number | null;
  promiseAt: number | null;
}

export interface LineRow {
  sku: string;
  title: string | null;
  category: string | null;
  quantity: number;
  unitPriceFen: number | null;
  costFen: number | null;
  gift: boolean;
  bulky: boolean;
  custom: boolean;
}

const orderColumns = (sql: Sql) => sql`
  id, order_no as "orderNo", channel, placed_at as "placedAt", region, warehouse, carrier, segment, hold, currency,
  bulky, custom`;

const visitColumns = (sql: Sql) => sql`
  v.id, v.order_id as "orderId", v.token, v.node, v.entered_at as "enteredAt", v.left_at as "leftAt",
  v.warn_at as "warnAt", v.due_at as "dueAt", v.promise_at as "promiseAt"`;

export function readOrderRows(sql: Sql, ids: readonly number[]): Promise<OrderRow[]> {
  return sql<
    OrderRow[]
  >`select ${orderColumns(sql)} from orders where id = any(${ids as number[]}::bigint[])`;
}

/** The visits of these orders that are open at an instant, or overdue in a window, and match; oldest first. */
export function readMatchingVisitsOf(
  sql: Sql,
  ids: readonly number[],
  filter: OrderFilter,
  atMs: number,
): Promise<VisitRow[]> {
  return sql<VisitRow[]>`
    select ${visitColumns(sql)} from visits v
    where v.order_id = any(${ids as number[]}::bigint[]) and ${isCandidate(sql, "v", filter, atMs)}
      and ${visitConditions(sql, "v", filter, atMs)}
    order by v.entered_at, v.id`;
}

/** One order with its further facts; null when there is none of this number. */
export async function readOrderByNo(
  sql: Sql,
  orderNo: string,
): Promise<(OrderRow & { facts: OrderFacts; hasRecipient: boolean }) | null> {
  const [row] = await sql<(OrderRow & { facts: OrderFacts; hasRecipient: boolean })[]>`
    select ${orderColumns(sql)}, facts,
      exists (select 1 from recipients r where r.order_no = orders.order_no) as "hasRecipient"
    from orders where order_no = ${orderNo}`;
  return row ?? null;
}

/** Every visit of an order, in the order in which they began. */
export function readVisitsOf(sql: Sql, orderId: number): Promise<VisitRow[]> {
  return sql<VisitRow[]>`
    select ${visitColumns(sql)} from visits v where v.order_id = ${orderId} order by v.entered_at, v.left_at nulls last, v.id`;
}

export function readLinesOf(sql: Sql, orderId: number): Promise<LineRow[]> {
  return sql<LineRow[]>`
    select sku, title, category, quantity, unit_price_fen as "unitPriceFen", cost_fen as "costFen", gift, bulky, custom
    from order_lines where order_id = ${orderId} order by line_no`;
}
