import { z } from "zod";

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();
const seconds = z.number().nonnegative();
const light = z.enum(["green", "yellow", "red"]);

/** Progress that is told as such: what is further over is told as this much. */
export const PROGRESS_MOST = 3;

/** One node in depth. Shop time; nobody's name, phone or address is in it. */
export const nodeDepthSchema = z.object({
  node: z.string(),
  asOf: instant,
  from: instant.describe("start of the first step; it lies at least `hours` before asOf"),
  open: count,
  green: count,
  yellow: count,
  red: count,
  breached: count,
  /** Open visits by age and progress: what lies close together is one point. They add up to `open`. */
  ageing: z.array(
    z.object({
      ageSeconds: seconds.describe("since they entered: the mean of the point's visits"),
      progress: z
        .number()
        .nonnegative()
        .max(PROGRESS_MOST)
        .nullable()
        .describe(`age ÷ time from entry to deadline, at most ${PROGRESS_MOST}; null: no deadline`),
      light,
      visits: count,
    }),
  ),
  /** How long those stayed that left from `from` to asOf; null: none left. */
  dwell: z
    .object({ p50Seconds: seconds, p85Seconds: seconds, p95Seconds: seconds, visits: count })
    .nullable(),
  stepMinutes: z.number().int().positive(),
  /** Every step from `from` to asOf, the last one up to asOf. */
  flow: z.array(z.object({ at: instant, arrivals: count, departures: count })),
  /** Those that have been here longest, the oldest first. */
  oldest: z.array(
    z.object({
      orderNo: z.string(),
      token: z.string(),
      enteredAt: instant,
      dueAt: instant.nullable(),
      light,
      breached: z.boolean(),
      held: z.boolean().describe("its allowance stands still"),
      channel: z.string().nullable(),
      carrier: z.string().nullable(),
      bulky: z.boolean(),
      custom: z.boolean(),
    }),
  ),
});
export type NodeDepth = z.infer<typeof nodeDepthSchema>;
