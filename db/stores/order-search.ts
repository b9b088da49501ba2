import { textArray } from "../array.ts";
import type { Sql } from "../sql.ts";
import {
  allOf,
  candidates,
  dimensionConditions,
  type Fragment,
  isCandidate,
  type VisitFilter,
  visitConditions,
} from "./visit-conditions.ts";

export interface OrderFilter extends VisitFilter {
  /** How the order number begins. */
  orderNoPrefix?: string;
  /** Whether the order is on hold. */
  hold?: boolean;
  /** Any of these. */
  trackingNo?: readonly string[];
  customerTier?: readonly string[];
  currency?: readonly string[];
  placedFrom?: number;
  placedTo?: number;
}

/** The place of an order in a list of visits: its earliest matching visit. */
export interface VisitPlace {
  orderId: number;
  enteredAt: number;
  visitId: string;
}

function orderConditions(sql: Sql, alias: string, filter: OrderFilter): Fragment {
  const o = sql(alias);
  const list: Fragment[] = [];
  if (filter.orderNoPrefix !== undefined) {
    const pattern = `${filter.orderNoPrefix.replace(/[\\%_]/g, "\\$&")}%`;
    list.push(sql`${o}.order_no like ${pattern}`);
  }
  if (filter.hold !== undefined) list.push(sql`(${o}.hold is not null) = ${filter.hold}`);
  const { trackingNo, customerTier, currency } = filter;
  if (trackingNo) {
    // Found first, through its index: few have it, and a walk from the newest order on would pass all the others.
    const has = sql`(facts ->> 'trackingNo') = any(${textArray(trackingNo)}::text[])`;
    list.push(sql`${o}.id = any(array(select id from orders where ${has}))`);
  }
  if (customerTier) list.push(sql`(${o}.facts ->> 'customerTier') = any(${textArray(customerTier)}::text[])`);
  if (currency) list.push(sql`${o}.currency = any(${textArray(currency)}::text[])`);
  if (filter.placedFrom !== undefined) list.push(sql`${o}.placed_at >= ${new Date(filter.placedFrom)}`);
  if (filter.placedTo !== undefined) list.push(sql`${o}.placed_at < ${new Date(filter.placedTo)}`);
  return allOf(sql, list);
}

/** Orders that have a matching visit, open at an instant or overdue in a window; the one that began first comes first. */
export function searchByVisit(
  sql: Sql,
  filter: OrderFilter,
  atMs: number,
  page: { after: VisitPlace | null; limit: number },
): Promise<VisitPlace[]> {
  const after = page.after
    ? sql`(v.entered_at, v.id) > (${new Date(page.after.enteredAt)}, ${page.after.visitId}::uuid)`
    : sql`true`;
  return sql<VisitPlace[]>`
    select v.order_id as "orderId", v.entered_at as "enteredAt", v.id as "visitId"
    from ${candidates(sql, filter, atMs)} v join orders o on o.id = v.order_id
    where ${visitConditions(sql, "v", filter, atMs)} and ${orderConditions(sql, "o", filter)} and ${after}
      and not exists (
        select 1 from visits e
        where e.order_id = v.order_id and ${isCandidate(sql, "e", filter, atMs)}
          and ${visitConditions(sql, "e", filter, atMs)} and (e.entered_at, e.id) < (v.entered_at, v.id))
    order by v.entered_at, v.id limit ${page.limit}`;
}

/** How many visits match, and of how many orders: what a number on the board opens into. */
export async function countByVisit(
  sql: Sql,
  filter: OrderFilter,
  atMs: number,
): Promise<{ orders: number; visits: number }> {
  const [row] = await sql<{ orders: number; visits: number }[]>`
    select count(*) as visits, count(distinct v.order_id) as orders
    from ${candidates(sql, filter, atMs)} v join orders o on o.id = v.order_id
    where ${visitConditions(sql, "v", filter, atMs)} and ${orderConditions(sql, "o", filter)}`;
  return { orders: row!.orders, visits: row!.visits };
}

/** Orders by their own facts, whether or not they still wait anywhere; the newest first. */
export async function searchOrders(
  sql: Sql,
  filter: OrderFilter,
  page: { before: number | null; limit: number },
): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select o.id from orders o
    where ${orderConditions(sql, "o", filter)} and ${dimensionConditions(sql, "o", filter)}
      and ${page.before === null ? sql`true` : sql`o.id < ${page.before}`}
    order by o.id desc limit ${page.limit}`;
  return rows.map((row) => row.id);
}

export async function countOrders(sql: Sql, filter: OrderFilter): Promise<number> {
  const [row] = await sql<{ orders: number }[]>`
    select count(*) as orders from orders o
    where ${orderConditions(sql, "o", filter)} and ${dimensionConditions(sql, "o", filter)}`;
  return row!.orders;
}
