import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { IS_LONG_STAY, STAY_CLASS } from "../stay-classes.ts";
import { bytes, dimensionColumns, instant } from "./types.ts";

const id = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

/** As a search for it has it. */
const TRACKING_NO = "(facts ->> 'trackingNo')";

/** An order: merged facts, and where the fold stands so that the next event need not read all before it. */
export const orders = pgTable(
  "orders",
  {
    id: id(),
    orderNo: text("order_no").notNull().unique(),
    channel: text("channel"),
    placedAt: instant("placed_at"),
    region: text("region"),
    warehouse: text("warehouse"),
    carrier: text("carrier"),
    segment: text("segment"),
    hold: text("hold"),
    currency: text("currency").notNull().default("CNY"),
    bulky: boolean("bulky").notNull().default(false),
    custom: boolean("custom").notNull().default(false),
    /** Every merged fact but lines and recipient. */
    facts: jsonb("facts").notNull().default({}),
    /** The fold's own state after the last event (domain/order/state.ts); text, since only the fold reads it. */
    state: text("state"),
    /** Grows with every change of the order's visits; Redis refuses an older one. */
    version: bigint("version", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    index("orders_placed_at").on(t.placedAt),
    // What somebody who waits for a parcel has in hand.
    index("orders_tracking_no")
      .on(sql.raw(TRACKING_NO))
      .where(sql.raw(`${TRACKING_NO} is not null`)),
  ],
);

export const orderLines = pgTable(
  "order_lines",
  {
    orderId: bigint("order_id", { mode: "number" }).notNull(),
    lineNo: integer("line_no").notNull(),
    sku: text("sku").notNull(),
    title: text("title"),
    category: text("category"),
    quantity: integer("quantity").notNull(),
    unitPriceFen: bigint("unit_price_fen", { mode: "number" }),
    costFen: bigint("cost_fen", { mode: "number" }),
    gift: boolean("gift").notNull(),
    bulky: boolean("bulky").notNull(),
    custom: boolean("custom").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.lineNo] })],
);

/** The truth: append-only. (source, id) is the idempotency key. */
export const events = pgTable(
  "events",
  {
    source: text("source").notNull(),
    id: text("id").notNull(),
    orderId: bigint("order_id", { mode: "number" }).notNull(),
    token: text("token").notNull(),
    node: text("node"),
    occurredAt: instant("occurred_at").notNull(),
    /** Machine time. */
    receivedAt: instant("received_at").notNull(),
    /** actor, promise and order as they came; null when there were none. */
    body: jsonb("body"),
    recipientId: uuid("recipient_id"),
  },
  (t) => [primaryKey({ columns: [t.source, t.id] }), index("events_order").on(t.orderId)],
);

/**
 * One stay of one token at one node. The id derives from the opening event, so it survives a refold. The key begins
 * with the order: ids are random, and an index in their order would touch a page of its own for each visit.
 */
export const visits = pgTable(
  "visits",
  {
    id: uuid("id").notNull(),
    orderId: bigint("order_id", { mode: "number" }).notNull(),
    token: text("token").notNull(),
    node: text("node").notNull(),
    enteredAt: instant("entered_at").notNull(),
    leftAt: instant("left_at"),
    warnAt: instant("warn_at"),
    dueAt: instant("due_at"),
    promiseAt: instant("promise_at"),
    ...dimensionColumns(),
    /** When the escalator has to look at it next (shop time); null: it has nothing to do with it. */
    nextStepAt: instant("next_step_at"),
    /** Whether it has an alert that is not resolved: its end must then be told. */
    alerted: boolean("alerted").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.id] }),
    index("visits_open").on(t.node, t.enteredAt).where(sql`left_at is null`),
    index("visits_left").on(t.leftAt, t.enteredAt).where(sql`left_at is not null`),
    // Ended ones by how long they lasted, but for the short ones: who was open at a moment of the past.
    index("visits_stays").on(sql.raw(STAY_CLASS), t.leftAt, t.enteredAt).where(sql.raw(IS_LONG_STAY)),
    // Open ones in the order of their deadlines, and of the ended ones those that were late.
    index("visits_overdue").on(t.leftAt, t.dueAt).where(sql`left_at is null or left_at > due_at`),
    // Those by when they became late: the hour that a window's start cuts.
    index("visits_late").on(t.dueAt).where(sql`left_at > due_at`),
    // Holds by when they have lasted: those that move their order.
    index("visits_watches_due").on(t.node, t.dueAt).where(sql`left_at is null and token like 'watch:%'`),
    index("visits_next_step").on(t.nextStepAt).where(sql`next_step_at is not null`),
  ],
);

/** A key per order: deleting it erases the person from events, quarantine and backups of them alike. */
export const recipientKeys = pgTable("recipient_keys", {
  orderNo: text("order_no").primaryKey(),
  key: bytes("key").notNull(),
});

/** Name, phone and address, sealed with the order's key (AES-256-GCM: iv, tag, ciphertext). */
export const recipients = pgTable(
  "recipients",
  { id: uuid("id").primaryKey(), orderNo: text("order_no").notNull(), sealed: bytes("sealed").notNull() },
  (t) => [index("recipients_order").on(t.orderNo)],
);
