import { readMatchingVisitsOf, readOrderRows, type VisitRow } from "../../db/stores/order-rows.ts";
import {
  countByVisit,
  countOrders,
  type OrderFilter,
  searchByVisit,
  searchOrders,
} from "../../db/stores/order-search.ts";
import type { Context } from "../platform/context.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { iso, type OrderSummary, presentOrder, presentVisit, type VisitView } from "./present-order.ts";

export interface OrderQuestion {
  filter: OrderFilter;
  /** Lists orders with a visit that matches, open or overdue in a window; else all orders that match, closed ones too. */
  byVisit: boolean;
  /** Shop time, epoch ms; null: now, kept through all pages. */
  asOfMs: number | null;
  cursor: string | null;
  limit: number;
}

export interface OrderPage {
  asOf: string;
  /** How many match in all; on the first page only. `visits` is what a number on the board counts. */
  totals: { orders: number; visits: number | null } | null;
  /** Each with those of its visits that match. */
  orders: (OrderSummary & { visits: VisitView[] })[];
  nextCursor: string | null;
}

type OrderContext = Pick<Context, "sql" | "clock">;

/**
 * Orders behind a number, a page at a time. All pages show one moment, so that they add up.
 * @throws CursorError
 */
export function listOrders(context: OrderContext, question: OrderQuestion): Promise<OrderPage> {
  return question.byVisit ? listByVisit(context, question) : listAll(context, question);
}

async function listByVisit({ sql, clock }: OrderContext, question: OrderQuestion): Promise<OrderPage> {
  const { filter, limit } = question;
  const [pinned, enteredAt, visitId] = question.cursor
    ? readCursor(question.cursor, ["instant", "instant", "uuid"])
    : [];
  const atMs = pinned ?? question.asOfMs ?? clock.shopNow();
  const after = visitId === undefined ? null : { orderId: 0, enteredAt: enteredAt!, visitId };
  const [found, totals] = await Promise.all([
    searchByVisit(sql, filter, atMs, { after, limit: limit + 1 }),
    after ? null : countByVisit(sql, filter, atMs),
  ]);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    asOf: iso(atMs),
    totals,
    orders: await describe(
      sql,
      shown.map((place) => place.orderId),
      filter,
      atMs,
    ),
    nextCursor: more ? writeCursor([atMs, last.enteredAt, last.visitId]) : null,
  };
}

async function listAll({ sql, clock }: OrderContext, question: OrderQuestion): Promise<OrderPage> {
  const { filter, limit } = question;
  const [pinned, before] = question.cursor ? readCursor(question.cursor, ["instant", "id"]) : [];
  const atMs = pinned ?? question.asOfMs ?? clock.shopNow();
  const [found, count] = await Promise.all([
    searchOrders(sql, filter, { before: before ?? null, limit: limit + 1 }),
    before === undefined ? countOrders(sql, filter) : null,
  ]);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    asOf: iso(atMs),
    totals: count === null ? null : { orders: count, visits: null },
    // Every open visit of an order belongs to it, whatever the order was found by.
    orders: await describe(sql, shown, {}, atMs),
    nextCursor: found.length > limit && last !== undefined ? writeCursor([atMs, last]) : null,
  };
}

async function describe(sql: Context["sql"], ids: number[], filter: OrderFilter, atMs: number) {
  if (ids.length === 0) return [];
  const [rows, visits] = await Promise.all([
    readOrderRows(sql, ids),
    readMatchingVisitsOf(sql, ids, filter, atMs),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const visitsOf = new Map<number, VisitRow[]>(ids.map((id) => [id, []]));
  for (const visit of visits) visitsOf.get(visit.orderId)!.push(visit);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const open = visitsOf.get(id)!.map((visit) => presentVisit(visit, atMs));
    return [{ ...presentOrder(row), visits: open }];
  });
}
