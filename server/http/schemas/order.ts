import { z } from "@hono/zod-openapi";
import { alertRowSchema, notificationSchema } from "../../../domain/wire/alerts.ts";

const instant = z.iso.datetime();
const light = z.enum(["green", "yellow", "red"]);

export const visitSchema = z
  .object({
    id: z.string(),
    token: z.string(),
    node: z.string(),
    enteredAt: instant,
    leftAt: instant.nullable(),
    warnAt: instant.nullable(),
    dueAt: instant.nullable(),
    promiseAt: instant.nullable(),
    light: light.nullable().describe("null: not open at the moment shown"),
    breached: z.boolean().nullable(),
  })
  .openapi("Visit");

const summary = z.object({
  orderNo: z.string(),
  channel: z.string().nullable(),
  placedAt: instant.nullable(),
  region: z.string().nullable(),
  warehouse: z.string().nullable(),
  carrier: z.string().nullable(),
  segment: z.string().nullable(),
  hold: z.string().nullable().describe("why allowances stand still"),
  currency: z.string(),
  bulky: z.boolean(),
  custom: z.boolean(),
});

export const orderPageSchema = z
  .object({
    asOf: instant,
    totals: z
      .object({ orders: z.number().int(), visits: z.number().int().nullable() })
      .nullable()
      .describe("on the first page; visits is what a number on the board counts"),
    orders: z.array(summary.extend({ visits: z.array(visitSchema) }).openapi("OrderSummary")),
    nextCursor: z.string().nullable(),
  })
  .openapi("OrderPage");

const line = z.object({
  sku: z.string(),
  title: z.string().nullable(),
  category: z.string().nullable(),
  quantity: z.number().int(),
  unitPriceFen: z.number().int().nullable(),
  costFen: z.number().int().nullable(),
  gift: z.boolean(),
  bulky: z.boolean(),
  custom: z.boolean(),
});

const event = z.looseObject({
  source: z.string(),
  id: z.string(),
  token: z.string(),
  node: z.string().nullable(),
  occurredAt: instant,
  receivedAt: instant,
});

const audit = z.object({
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.unknown(),
});

export const orderDetailSchema = summary
  .extend({
    asOf: instant,
    facts: z.record(z.string(), z.unknown()),
    recipient: z.literal("masked").nullable().describe("whether one is stored; never shown here"),
    lines: z.array(line),
    visits: z.array(visitSchema),
    eventsTotal: z.number().int().describe("the latest of them are listed"),
    events: z.array(event),
    alerts: z.array(alertRowSchema),
    notifications: z
      .array(notificationSchema)
      .describe("messages and calls about its alerts, the newest first"),
    audit: z.array(audit),
  })
  .openapi("Order");
