import "server-only";
import type { Right } from "../../domain/access/rights.ts";
import { CursorError } from "../../server/queries/cursor.ts";
import { listOrders } from "../../server/queries/list-orders.ts";
import { withoutTaker } from "../../server/queries/mask-order.ts";
import { readOrder } from "../../server/queries/read-order.ts";
import { visitParts } from "../../server/queries/visit-parts.ts";
import type { FoundOrders, OrderHistory, OrderList, OrderQuery } from "../_ui/desk/orders.ts";
import { webContext } from "./context.ts";
import { boardNodes, shopNodes } from "./nodes.ts";

const ORDERS_PER_PAGE = 100;
const FOUND_AT_MOST = 15;
/** A clock that is a little behind the page's own must not call the present the future (ms). */
const FUTURE_TOLERANCE_MS = 1_000;

/** A page of the orders behind a number, and what the number is made of; or what was wrong with the question. */
export async function ordersBehind(query: OrderQuery): Promise<OrderList | "future" | "cursor" | "node"> {
  const context = webContext();
  const nowMs = context.clock.shopNow();
  const asked = query.asOfMs ?? nowMs;
  if (asked > nowMs + FUTURE_TOLERANCE_MS) return "future";
  const nodes = await shopNodes();
  if (query.node !== "" && !nodes.some(({ key }) => key === query.node)) return "node";
  const asking = query.node === "" ? await boardNodes(query.only) : [query.node];
  const { light, breached, channel, bulky, window } = query;
  try {
    const page = await listOrders(context, {
      filter: {
        nodes: asking,
        lights: light === null ? undefined : [light],
        breached: breached || undefined,
        channel: channel === null ? undefined : [channel],
        bulky: bulky ?? undefined,
        ...(window && { overdue: { ...window, openOnly: false } }),
      },
      byVisit: true,
      asOfMs: asked,
      cursor: query.cursor,
      limit: ORDERS_PER_PAGE,
    });
    const atMs = Date.parse(page.asOf);
    const parts = window ? [] : await visitParts(context, asking, atMs);
    return { ...page, parts, nodes };
  } catch (error) {
    if (error instanceof CursorError) return "cursor";
    throw error;
  }
}

/** The order of this number, else those that it may mean. */
export async function lookUpOrder(
  text: string,
  who: { rights: ReadonlySet<Right> },
): Promise<OrderHistory | FoundOrders> {
  // PostgreSQL takes no NUL, and no order has one.
  if (text === "" || text.includes("\0")) return { total: 0, orders: [], nodes: [] };
  return (await orderHistory(text, who)) ?? findOrders(text);
}

/** Orders whose tracking number this is, or, with none, whose number begins so; the newest first. */
async function findOrders(text: string): Promise<FoundOrders> {
  const asked = { byVisit: false, asOfMs: null, cursor: null, limit: FOUND_AT_MOST };
  const byTracking = await listOrders(webContext(), { ...asked, filter: { trackingNo: [text] } });
  const page =
    byTracking.orders.length > 0
      ? byTracking
      : await listOrders(webContext(), { ...asked, filter: { orderNoPrefix: text } });
  return { total: page.totals?.orders ?? page.orders.length, orders: page.orders, nodes: await shopNodes() };
}

/** One order without the person in it, and without who took what for whoever may not see who is on call; null: none. */
async function orderHistory(
  orderNo: string,
  { rights }: { rights: ReadonlySet<Right> },
): Promise<OrderHistory | null> {
  const [order, nodes] = await Promise.all([readOrder(webContext(), orderNo), shopNodes()]);
  if (order === null) return null;
  // Not the order's further facts nor who did what: either may name a person.
  const { asOf, channel, placedAt, warehouse, carrier, bulky, custom, hold, eventsTotal, visits, alerts } =
    order;
  return {
    orderNo: order.orderNo,
    asOf,
    channel,
    placedAt,
    warehouse,
    carrier,
    bulky,
    custom,
    held: hold !== null,
    visits,
    alerts: rights.has("on-call:read") ? alerts : alerts.map(withoutTaker),
    eventsTotal,
    events: order.events.map(({ source, token, node, occurredAt, promise, order: facts }) => ({
      source,
      token,
      node,
      occurredAt,
      changes: [...(promise ? (["promise"] as const) : []), ...(facts ? (["facts"] as const) : [])],
    })),
    lines: order.lines.map(({ sku, title, quantity }) => ({ sku, title, quantity })),
    nodes,
  };
}
