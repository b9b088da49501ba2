export const TRENDS = ["growing", "draining", "steady"] as const;
export type Trend = (typeof TRENDS)[number];

/** A difference of fewer visits an hour than this is chance, however few there are in all. */
export const TREND_FLOOR = 5;
/** Nor is one that is a smaller part of what passes through. */
export const TREND_SHARE = 0.1;

/**
 * Whether a node's backlog grows: its arrivals against its departures of the last hour. Both count, so that a busy node
 * where as many leave as come is steady.
 */
export function trendOf(arrivals: number, departures: number): Trend {
  const difference = arrivals - departures;
  const least = Math.max(TREND_FLOOR, TREND_SHARE * Math.max(arrivals, departures));
  if (Math.abs(difference) < least) return "steady";
  return difference > 0 ? "growing" : "draining";
}
