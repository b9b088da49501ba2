import { sql } from "drizzle-orm";
import { bigint, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { dimensionColumns, instant } from "./types.ts";

/**
 * What happened to the ended visits that had a deadline, until it is in the sums: one row with sign 1 when a visit ends,
 * one with -1 and one with 1 when a refold changes it. Committed with the visits, so that sums + log = visits at any
 * moment.
 */
export const delayLog = pgTable("delay_log", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  sign: smallint("sign").notNull(),
  node: text("node").notNull(),
  enteredAt: instant("entered_at").notNull(),
  dueAt: instant("due_at").notNull(),
  leftAt: instant("left_at").notNull(),
  ...dimensionColumns(),
});

/**
 * Which part of the ended visits a row of the tables below is about. Node empty: of all nodes, so that a question that
 * does not tell them apart reads a twentieth of the rows. Dimension `node`, value empty: all of the node's; else those
 * with this value. Visits without a value (not bulky, not custom) have no row of their own: they are the
 * node's less the others. A bucket is grain hours long and numbered from 1970 in UTC.
 */
const cell = () => ({
  dimension: text("dimension").notNull(),
  grain: smallint("grain").notNull(),
  bucket: integer("bucket").notNull(),
  node: text("node").notNull(),
  value: text("value").notNull(),
});

/** Where the overdue time of ended visits begins and ends: how many, and the sum of their ms since the bucket's start. */
export const delaySums = pgTable(
  "delay_sums",
  {
    ...cell(),
    /** dueAt in [start, end). */
    dueCount: bigint("due_count", { mode: "number" }).notNull(),
    dueSum: bigint("due_sum", { mode: "number" }).notNull(),
    /** leftAt in (start, end]: whoever left on the hour was not overdue in the hour that then began. */
    leftCount: bigint("left_count", { mode: "number" }).notNull(),
    leftSum: bigint("left_sum", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.dimension, t.grain, t.bucket, t.node, t.value] })],
);

/** Dwell ÷ allowance of the visits that left in (start, end]: a sparse histogram, packed as merge_ratios has it. */
export const dwellRatios = pgTable(
  "dwell_ratios",
  {
    ...cell(),
    counts: integer("counts").array().notNull(),
    /** How many they are, and the bucket of their p90: most cells of a heatmap need no more. */
    visits: integer("visits").generatedAlwaysAs(sql`ratio_visits(counts)`),
    p90: smallint("p90").generatedAlwaysAs(sql`ratio_p90(counts)`),
  },
  (t) => [primaryKey({ columns: [t.dimension, t.grain, t.bucket, t.node, t.value] })],
);
