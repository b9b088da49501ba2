import {
  bigint,
  bit,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./types.ts";

const id = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

/** "Order X changed", committed with the change. Ids are not commit order: rows are claimed, never skipped past. */
export const outbox = pgTable("outbox", {
  id: id(),
  orderId: bigint("order_id", { mode: "number" }).notNull(),
  /** Machine time. */
  createdAt: instant("created_at").notNull(),
});

/** Who changed what beside the sources; a source's event is its own audit row. */
export const audit = pgTable(
  "audit",
  {
    id: id(),
    /** Machine time. */
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    detail: jsonb("detail").notNull(),
  },
  (t) => [index("audit_subject").on(t.subject, t.at), index("audit_at").on(t.at)],
);

/** What parses but cannot be placed, with its reason, until it is replayed or dismissed. */
export const quarantine = pgTable(
  "quarantine",
  {
    id: id(),
    source: text("source").notNull(),
    eventId: text("event_id").notNull(),
    orderNo: text("order_no").notNull(),
    code: text("code").notNull(),
    detail: text("detail").notNull(),
    /** The unknown node or status word: what to group by. */
    word: text("word"),
    /** The normalised event without its recipient. */
    event: jsonb("event").notNull(),
    recipientId: uuid("recipient_id"),
    state: text("state").notNull().$type<"waiting" | "replayed" | "dismissed" | "superseded">(),
    seen: integer("seen").notNull().default(1),
    /** Machine time. */
    receivedAt: instant("received_at").notNull(),
    settledAt: instant("settled_at"),
  },
  (t) => [unique("quarantine_event").on(t.source, t.eventId), index("quarantine_state").on(t.state, t.id)],
);

/** When each source was last heard: written behind by whoever records events, at most once a second. */
export const sources = pgTable("sources", {
  key: text("key").primaryKey(),
  lastEventAt: instant("last_event_at").notNull(),
  lastReceivedAt: instant("last_received_at").notNull(),
});

/**
 * What each source usually brings, by hour of shop time and kept for some weeks; written behind with `sources`. It
 * tells a source that fell silent from one that rests (domain/health/silence.ts).
 */
export const sourceHours = pgTable(
  "source_hours",
  {
    source: text("source").notNull(),
    hour: instant("hour").notNull(),
    /** Events that were received in the hour, soon after they happened. */
    live: integer("live").notNull(),
    /** Events that happened in the hour and were received long after: an import, a history. */
    late: integer("late").notNull(),
    /** The minutes of the hour in which live ones came, the first minute first. */
    minutes: bit("minutes", { dimensions: 60 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.hour] })],
);

/** One row: since when some web process has taken events without a pause; machine time. */
export const intake = pgTable("intake", {
  one: integer("one").primaryKey(),
  since: instant("since").notNull(),
  aliveAt: instant("alive_at").notNull(),
});

/** Numbers the generations of the Redis board, beyond any flush. */
export const boardEpoch = pgSequence("board_epoch");
