import { ageStepOf } from "./ages.ts";
import { timeAt } from "./node-time.ts";
import type { Pace } from "./pace.ts";

const HOUR_MS = 3_600_000;
/** Chances are taken as even for so long. */
export const STRETCH_MS = HOUR_MS / 4;

/** Chances to leave in the moments to come, worked out once for all visits of a node. */
export interface Ahead {
  pace: Pick<Pace, "byAge" | "time">;
  /** Stretches one after the other from now on: when each ends, its middle in the node's time, hours × factor. */
  ends: number[];
  middles: number[];
  factors: number[];
}

/** @param stretchMs how long a stretch is at most; one ends at each of the moments asked for */
export function lookAhead(pace: Pace, nowMs: number, moments: readonly number[], stretchMs: number): Ahead {
  const ahead: Ahead = { pace, ends: [], middles: [], factors: [] };
  let from = nowMs;
  for (const moment of moments) {
    while (from < moment) {
      const to = Math.min(moment, from + stretchMs);
      const middle = (from + to) / 2;
      ahead.ends.push(to);
      ahead.middles.push(timeAt(pace.time, middle));
      ahead.factors.push(pace.factorAt(middle) * ((to - from) / HOUR_MS));
      from = to;
    }
  }
  return ahead;
}

/**
 * The chance that a visit is still there at a moment.
 * @param entered in the node's time; what came before its beginning is negative
 * @param fromMs epoch ms from which it can leave: of one that is yet to come
 */
export function chanceToStay(
  { pace, ends, middles, factors }: Ahead,
  entered: number,
  atMs: number,
  fromMs = Number.NEGATIVE_INFINITY,
): number {
  let leaves = 0;
  for (let i = 0; i < ends.length && ends[i]! <= atMs; i++) {
    if (ends[i]! > fromMs) leaves += pace.byAge[ageStepOf(middles[i]! - entered)]! * factors[i]!;
  }
  return Math.exp(-leaves);
}
