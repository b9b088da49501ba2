import { bigint, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { instant } from "./types.ts";

/** Files that import has taken: a copy is known again, and a watch goes on after a restart. */
export const importedFiles = pgTable(
  "imported_files",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    source: text("source").notNull(),
    /** Less its folder. */
    name: text("name").notNull(),
    /** SHA-256 of its bytes, in hex. */
    hash: text("hash").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    modifiedAt: instant("modified_at").notNull(),
    /** Shop time for which its rows stand. */
    exportedAt: instant("exported_at").notNull(),
    /** Machine time. */
    takenAt: instant("taken_at").notNull(),
    /** Machine time; null while on its way, and for one that was stopped. */
    finishedAt: instant("finished_at"),
  },
  (t) => [unique("imported_files_export").on(t.source, t.hash, t.exportedAt, t.name)],
);

/**
 * What snapshots of one source showed of one token (or, with an empty token, of the order's facts and lines), as long
 * as it stayed the same. Exports may arrive in any order, so it also tells at which of them it was seen.
 */
export const sightings = pgTable(
  "sightings",
  {
    source: text("source").notNull(),
    orderNo: text("order_no").notNull(),
    token: text("token").notNull(),
    firstAt: instant("first_at").notNull(),
    lastAt: instant("last_at").notNull(),
    /** Times of the exports that showed it, epoch ms, ascending. */
    seen: bigint("seen", { mode: "number" }).array().notNull(),
    /** When the row itself said that it was changed. */
    changedAt: instant("changed_at"),
    /** JSON with sorted keys, so that equal means equal. */
    content: text("content").notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.orderNo, t.token, t.firstAt] })],
);
