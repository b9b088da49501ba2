import { z } from "zod";

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();

/** How many, with the range in which four of five outcomes fall. */
const rangeSchema = z.object({ low: count, mid: count, high: count });
export type Range = z.infer<typeof rangeSchema>;

export const FORECAST_HOURS = [1, 2, 4] as const;

/** What walls and desks are told of the hours to come. Shop time. */
export const forecastSchema = z.object({
  asOf: instant,
  /** Nodes with open visits that have a deadline, in # order. */
  nodes: z.array(
    z.object({
      key: z.string(),
      red: count.describe("as of asOf"),
      /** Open visits that will be red, of those that are open now and those that arrive until then. */
      hours: z.array(rangeSchema.extend({ hours: z.number().int(), newlyRed: rangeSchema })),
      /** Departures an hour that it counts with; null: too little is known. */
      pacePerHour: z.number().nonnegative().nullable(),
    }),
  ),
  /** For nodes with cut-off times: the next one, by carrier. */
  cutOffs: z.array(
    z.object({
      node: z.string(),
      carrier: z.string().nullable().describe("null: orders without one"),
      at: instant,
      waiting: count.describe("open visits that are to leave before it"),
      willMiss: rangeSchema,
    }),
  ),
});
export type Forecast = z.infer<typeof forecastSchema>;
