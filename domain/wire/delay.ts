import { z } from "zod";
import { TRENDS } from "../delay/trend.ts";

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();
/** Whole milliseconds, told in seconds: sums of them add up. */
const seconds = z.number().nonnegative();

/** Where the delay of the last 24 hours sits: what the wall's second half shows. Watches are not in it. */
export const delaySummarySchema = z.object({
  asOf: instant,
  from: instant.describe("asOf − 24 h"),
  totalOverdueSeconds: seconds,
  /** Every node in rank order, those without delay too. */
  nodes: z.array(
    z.object({
      key: z.string(),
      overdueSeconds: seconds.describe("of open and ended visits, within the 24 hours"),
      share: z.number().min(0).max(1).describe("of totalOverdueSeconds; 0 when there is none"),
      arrivals: count.describe("visits entered in the last hour"),
      departures: count.describe("visits left in the last hour"),
      redHourAgo: count.describe("visits that were red an hour ago"),
      trend: z.enum(TRENDS),
    }),
  ),
  /** Starts of the hours that the 24 hours touch: 24, or 25 with a part at each end. */
  hours: z.array(instant),
  /** Node × hour; `hour` is an index into `hours`. Cells without delay are absent. */
  cells: z.array(
    z.object({
      node: z.string(),
      hour: count,
      visits: count.describe("that were overdue at some moment of the hour"),
      overdueSeconds: seconds,
    }),
  ),
});
export type DelaySummary = z.infer<typeof delaySummarySchema>;
