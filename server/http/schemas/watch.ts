import { z } from "@hono/zod-openapi";
import { LANES, PHASES } from "../../../domain/settings/types.ts";

const duration = z.number().int().nonnegative().nullable();

/** A watch as the API shows it. */
export const watchSchema = z
  .object({
    key: z.string(),
    node: z.string().describe("watch:KEY, which is its token too"),
    rank: z.number().int(),
    nameZh: z.string(),
    nameEn: z.string(),
    lane: z.enum(LANES),
    phase: z.enum(PHASES),
    severity: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    owner: z.string(),
    clock: z.string(),
    warnMs: duration,
    dueMs: duration.describe("how long the condition may hold, on the clock"),
    leadMs: duration,
    cutoffs: z.array(z.string()).describe("in place of dueMs: daily, HH:MM"),
    condition: z.record(z.string(), z.unknown()).describe("JSONLogic; docs/WATCHES.md lists its variables"),
    restartOn: z.array(z.string()).describe("event, scan, or variables whose change begins the hold anew"),
    moveTo: z.string().nullable().describe("node to which main is moved when the hold has lasted"),
    timesOf: z
      .string()
      .nullable()
      .describe("node whose clock, warnMs, dueMs, leadMs and cutoffs it has, and follows when they change"),
    enabled: z.boolean(),
    validFrom: z.iso.datetime(),
    holds: z.number().int().describe("orders that are in it now"),
    problem: z.string().nullable().describe("why nothing can hold: the condition cannot be read"),
  })
  .openapi("Watch");

export const watchDryRunSchema = z.object({
  holds: z.number().int().describe("open orders of which the condition holds now"),
  enters: z.number().int().describe("those that are not in the watch yet"),
  leaves: z.number().int().describe("orders in the watch that would leave it"),
  orderNos: z.array(z.string()).describe("the first 20 of which it holds"),
});
