import { z } from "@hono/zod-openapi";
import { DIMENSIONS } from "../../../domain/delay/dimensions.ts";

const count = z.number().int().nonnegative();
const seconds = z.number().nonnegative().describe("to the millisecond; parts add up to the whole");
const value = z.union([z.string(), z.boolean(), z.null()]);
const instant = z.iso.datetime();

export const bottlenecksSchema = z
  .object({
    from: instant,
    to: instant,
    totalOverdueSeconds: seconds,
    items: z.array(
      z.object({
        node: value.optional(),
        phase: value.optional(),
        channel: value.optional(),
        bulky: value.optional(),
        custom: value.optional(),
        warehouse: value.optional(),
        carrier: value.optional(),
        region: value.optional(),
        segment: value.optional(),
        overdueSeconds: seconds,
        share: z.number().min(0).max(1).describe("of totalOverdueSeconds"),
        visits: count.describe("that were overdue at some moment of the window"),
        open: count.describe("those of them still open at its end"),
      }),
    ),
  })
  .openapi("Bottlenecks");

export const heatmapSchema = z
  .object({
    from: instant,
    to: instant,
    rows: z.enum(DIMENSIONS),
    cols: z.enum([...DIMENSIONS, "hour"]),
    cells: z.array(
      z.object({
        row: value,
        col: value.describe("the start of the hour in UTC, or the dimension's value"),
        visits: count.describe("that were overdue at some moment of the cell"),
        overdueSeconds: seconds,
        p90Ratio: z
          .number()
          .nullable()
          .describe("dwell ÷ allowance that 90 % of the visits that left did not exceed, within 5 %"),
      }),
    ),
  })
  .openapi("Heatmap");
