import { createRoute, z } from "@hono/zod-openapi";
import { nodesByRank } from "../../../domain/settings/history.ts";
import { LANES, PHASES } from "../../../domain/settings/types.ts";
import { noteLook } from "../../commands/note-look.ts";
import { unmaskRecipient } from "../../commands/unmask-recipient.ts";
import { listOrders } from "../../queries/list-orders.ts";
import { furtherFactsOf, maskOrder } from "../../queries/mask-order.ts";
import { readOrder } from "../../queries/read-order.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import {
  anyOf,
  cursorParameter,
  DEFAULT_LIMIT,
  flag,
  instantParameter,
  limitParameter,
  noQuery,
  word,
} from "../parameters.ts";
import { Problem } from "../problem.ts";
import { refuseFuture } from "../refuse-future.ts";
import { orderDetailSchema, orderPageSchema } from "../schemas/order.ts";
import type { Api, ApiParts } from "../types.ts";

const words = anyOf(word).optional();
const instant = instantParameter.optional();

const query = z.strictObject({
  orderNo: word.optional().describe("how the order number begins"),
  node: words,
  light: anyOf(z.enum(["green", "yellow", "red"])).optional(),
  breached: flag.optional(),
  token: word.optional(),
  lane: anyOf(z.enum(LANES)).optional(),
  phase: anyOf(z.enum(PHASES)).optional(),
  severity: anyOf(z.enum(["1", "2", "3"])).optional(),
  owner: words,
  open: z
    .literal("true")
    .optional()
    .describe("orders that wait somewhere; implied by every filter on visits"),
  asOf: instant.describe("a past moment: which visits were open then, and their lights"),
  enteredFrom: instant,
  enteredTo: instant,
  dueFrom: instant,
  dueTo: instant,
  overdueFrom: instant.describe(
    "with overdueTo: visits that were overdue at some moment of this window, ended ones too unless open=true",
  ),
  overdueTo: instant,
  placedFrom: instant,
  placedTo: instant,
  trackingNo: words,
  customerTier: words,
  currency: words,
  hold: flag.optional(),
  channel: words,
  bulky: flag.optional(),
  custom: flag.optional(),
  warehouse: words,
  carrier: words,
  region: words,
  segment: words,
  limit: limitParameter.optional(),
  cursor: cursorParameter.optional(),
});
type OrdersQuery = z.output<typeof query>;

/** A filter on any of these asks for visits, which only orders that wait somewhere have. */
const ABOUT_VISITS = [
  "node",
  "light",
  "breached",
  "token",
  "lane",
  "phase",
  "severity",
  "owner",
  "open",
  "asOf",
  "enteredFrom",
  "enteredTo",
  "dueFrom",
  "dueTo",
  "overdueFrom",
] as const satisfies (keyof OrdersQuery)[];

const listDescription = `With a filter on visits (${ABOUT_VISITS.join(", ")}): orders with an open visit that matches, \
each with those visits, the one that has waited longest first; totals.visits is then what the board counts. Without \
one: all orders that match, closed ones too, the newest first. With overdueFrom and overdueTo the visits are those \
behind \`visits\` of bottlenecks and heatmap, ended ones too. A parameter given several times means any of its \
values. All pages of a list show the moment of the first; totals are on the first.`;

/** GET /api/v1/orders and /api/v1/orders/{orderNo}: what is behind a number. */
export function addOrderRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { method: "get", security: BY_KEY, middleware: underRight(parts, "orders:read") } as const;
  const list = createRoute({
    ...shared,
    path: "/api/v1/orders",
    summary: "Find orders",
    description: listDescription,
    request: { query },
    responses: { 200: answers(orderPageSchema, "A page of orders"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const asked = c.req.valid("query");
    refuseFuture(context.clock, "asOf", asked.asOf);
    refuseFuture(context.clock, "overdueTo", asked.overdueTo);
    const page = await listOrders(context, {
      filter: await filterOf(parts, asked),
      byVisit: ABOUT_VISITS.some((name) => asked[name] !== undefined),
      asOfMs: asked.asOf ?? null,
      cursor: asked.cursor ?? null,
      limit: asked.limit ?? DEFAULT_LIMIT,
    });
    return c.json(page, 200);
  });

  const detail = createRoute({
    ...shared,
    path: "/api/v1/orders/{orderNo}",
    summary: "One order with its lines, visits, events and audit",
    description:
      "Further facts are *** without people:unmask; with it, the look is audited where there are any.",
    request: { query: noQuery, params: z.object({ orderNo: word }) },
    responses: {
      200: answers(orderDetailSchema, "The order"),
      ...refusals({ 404: "No order has this number" }),
    },
  });
  api.openapi(detail, async (c) => {
    const { orderNo } = c.req.valid("param");
    const order = await readOrder(context, orderNo);
    if (!order) throw new Problem(404, "unknown-order", `There is no order ${JSON.stringify(orderNo)}.`);
    const { rights } = c.get("who");
    const facts = rights.has("people:unmask") ? furtherFactsOf(order) : [];
    if (facts.length > 0)
      await noteLook(context, c.get("actor"), { subject: `order:${orderNo}`, detail: { facts } });
    return c.json(maskOrder(order, rights), 200);
  });

  const unmask = createRoute({
    method: "post",
    path: "/api/v1/orders/{orderNo}/unmask",
    summary: "Who receives an order, in full",
    description: "Each look is audited with who looked.",
    security: BY_KEY,
    middleware: underRight(parts, "people:unmask"),
    request: { query: noQuery, params: z.object({ orderNo: word }) },
    responses: {
      200: answers(
        z.object({ recipient: z.record(z.string(), z.string()).nullable() }),
        "The fields that a source sent; null: none, or erased",
      ),
      ...refusals({ 404: "No order has this number" }),
    },
  });
  api.openapi(unmask, async (c) => {
    const recipient = await unmaskRecipient(context, c.get("actor"), c.req.valid("param").orderNo);
    return c.json({ recipient }, 200);
  });
}

/** lane, phase, severity and owner are the nodes' own: they become a list of nodes. */
async function filterOf({ context }: ApiParts, asked: OrdersQuery) {
  const {
    orderNo,
    node,
    light,
    lane,
    phase,
    severity,
    owner,
    open,
    overdueFrom,
    overdueTo,
    asOf: _a,
    limit: _l,
    cursor: _c,
    ...rest
  } = asked;
  const byNode = lane || phase || severity || owner;
  const settings = byNode ? await context.settings.get() : null;
  const nodes = settings
    ? nodesByRank(settings)
        .filter(
          (n) =>
            (!node || node.includes(n.key)) &&
            (!lane || lane.includes(n.lane)) &&
            (!phase || phase.includes(n.phase)) &&
            (!severity || (severity as string[]).includes(String(n.severity))) &&
            (!owner || owner.includes(n.owner)),
        )
        .map((n) => n.key)
    : node;
  const overdue = overdueOf(overdueFrom, overdueTo, open !== undefined);
  return { ...rest, nodes, lights: light, orderNoPrefix: orderNo, overdue };
}

function overdueOf(fromMs: number | undefined, toMs: number | undefined, openOnly: boolean) {
  if (fromMs === undefined && toMs === undefined) return undefined;
  if (fromMs === undefined || toMs === undefined || fromMs > toMs) {
    const detail = "query parameter overdueFrom needs overdueTo, which is not before it: give both.";
    throw new Problem(422, "invalid-request", detail);
  }
  return { fromMs, toMs, openOnly };
}
