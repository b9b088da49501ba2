import type { Range } from "../wire/forecast.ts";
import { type Ahead, chanceToStay } from "./stays.ts";

/**
 * Standard deviations within which four of five outcomes lie: 1.28 if the model were right, and so much more by the
 * back-test (docs/FORECAST.md), since it is not.
 */
const FOUR_OF_FIVE = 1.45;

/** A count that is not known yet: what is expected of it, and how far it scatters. */
export interface Uncertain {
  mean: number;
  variance: number;
}

/**
 * How many of some are still there, when how many leave is uncertain, and how many come besides: the middle and the range
 * in which four of five outcomes fall. What leaves in lots (a truck an hour or none) has a middle below its mean: a gamma
 * distribution of that mean and variance (quantiles after Wilson and Hilferty, 1931).
 */
export function rangeOf(present: number, leaving: Uncertain, coming: Uncertain): Range {
  const mid = Math.max(0, Math.round(present - quantile(leaving, 0) + coming.mean));
  const comes = FOUR_OF_FIVE * Math.sqrt(coming.variance);
  const most = present - quantile(leaving, -FOUR_OF_FIVE);
  const least = present - quantile(leaving, FOUR_OF_FIVE);
  const middle = present - quantile(leaving, 0);
  // What leaves and what comes scatter each by itself.
  const above = Math.hypot(most - middle, comes);
  const below = Math.hypot(middle - least, comes);
  return {
    low: Math.max(0, Math.min(mid, Math.round(middle + coming.mean - below))),
    mid,
    high: Math.max(mid, Math.round(middle + coming.mean + above)),
  };

  function quantile({ mean, variance }: Uncertain, deviations: number): number {
    if (mean <= 0 || variance <= 0) return mean;
    const shape = mean ** 2 / variance;
    const root = 1 - 1 / (9 * shape) + deviations / (3 * Math.sqrt(shape));
    return Math.min(present, mean * Math.max(0, root) ** 3);
  }
}

/** How many of some leave until a moment. @param queue with when they came, in the node's time */
export function leaversOf(
  ahead: Ahead,
  spread: number,
  queue: readonly { entered: number; count: number }[],
  atMs: number,
): { present: number; leaving: Uncertain } {
  let [present, mean, alone] = [0, 0, 0];
  for (const { entered, count } of queue) {
    const stays = chanceToStay(ahead, entered, atMs);
    present += count;
    mean += count * (1 - stays);
    alone += count * stays * (1 - stays);
  }
  return { present, leaving: { mean, variance: alone * spread } };
}
