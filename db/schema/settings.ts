import { bigint, date, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, instant } from "./types.ts";

/** Every version of every node; settings is a NodeVersion less key and validFrom. */
export const nodeVersions = pgTable(
  "node_versions",
  {
    key: text("key").notNull(),
    validFrom: instant("valid_from").notNull(),
    settings: jsonb("settings").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.validFrom] })],
);

/** Every version of every clock; settings is a ClockVersion less key and validFrom. */
export const clockVersions = pgTable(
  "clock_versions",
  {
    key: text("key").notNull(),
    validFrom: instant("valid_from").notNull(),
    settings: jsonb("settings").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.validFrom] })],
);

/** Days on which the Chinese working week is not what the weekday says. */
export const calendarDays = pgTable("calendar_days", {
  day: date("day", { mode: "string" }).primaryKey(),
  kind: text("kind").notNull().$type<"holiday" | "make_up">(),
  name: text("name"),
});

/** One row: grows with every change of nodes, clocks or calendar, so that caches can tell they are stale. */
export const settingsRevision = pgTable("settings_revision", {
  one: integer("one").primaryKey(),
  revision: bigint("revision", { mode: "number" }).notNull(),
});

/** One row: where shop time is anchored (ANDON_CLOCK), shared by every process. */
export const clockAnchor = pgTable("clock_anchor", {
  one: integer("one").primaryKey(),
  /** The text of ANDON_CLOCK that set it. */
  text: text("text").notNull(),
  shopAt: instant("shop_at").notNull(),
  machineAt: instant("machine_at").notNull(),
  /** Machine time at which some process was last alive under it. */
  aliveAt: instant("alive_at").notNull(),
});

/** Words that channels use for where an order stands, and the node each means ("closed", or null: no move). */
export const statusWords = pgTable("status_words", {
  word: text("word").primaryKey(),
  node: text("node"),
  origin: text("origin").notNull(),
});

/** Keys of callers, stored as SHA-256 of the key. */
export const apiKeys = pgTable("api_keys", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  name: text("name").notNull(),
  hash: bytes("hash").notNull().unique(),
  scopes: text("scopes").array().notNull(),
  createdAt: instant("created_at").notNull(),
  /** Who made it; null: the start did. */
  createdBy: text("created_by"),
  /** Machine time, as all of these; null: never. */
  expiresAt: instant("expires_at"),
  revokedAt: instant("revoked_at"),
  /** Written at most once a minute. */
  lastUsedAt: instant("last_used_at"),
});
