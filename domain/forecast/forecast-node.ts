import { FORECAST_HOURS, type Forecast } from "../wire/forecast.ts";
import { middleOfStep } from "./ages.ts";
import { comingDue } from "./arrivals.ts";
import { timeAt } from "./node-time.ts";
import { paceOf } from "./pace.ts";
import { leaversOf, rangeOf, type Uncertain } from "./range.ts";
import { type Ahead, chanceToStay, lookAhead, STRETCH_MS } from "./stays.ts";
import type { NodeSight, Waiting } from "./types.ts";

const HOUR_MS = 3_600_000;

/** The longest stretch that is looked ahead, in ms. */
export const AHEAD_MS = Math.max(...FORECAST_HOURS) * HOUR_MS;

/**
 * How many visits of a node will be red in some hours. Who is due until then, or red already, turns or stays red unless it
 * leaves before; how likely that is the pace tells.
 * @param nowMs epoch ms of shop time: where the past ends
 */
export function forecastNode(
  sight: NodeSight,
  nowMs: number,
  pace = paceOf(sight, nowMs + AHEAD_MS),
): Forecast["nodes"][number] {
  const moments = FORECAST_HOURS.map((hours) => nowMs + hours * HOUR_MS);
  const ahead = lookAhead(pace, nowMs, moments, STRETCH_MS);
  const coming = comingDue(sight, nowMs, nowMs + AHEAD_MS, STRETCH_MS);
  const queue = sight.waiting.map(({ enteredAt, dueAt, count }) => {
    return { entered: timeAt(pace.time, enteredAt), dueAt, count };
  });
  const red = queue.reduce((sum, { dueAt, count }) => sum + (dueAt <= nowMs ? count : 0), 0);
  return {
    key: sight.node.key,
    red: Math.round(red),
    hours: FORECAST_HOURS.map((hours, i) => {
      const atMs = moments[i]!;
      const fresh = arriving(
        ahead,
        coming.filter(({ dueAt }) => dueAt <= atMs),
        atMs,
      );
      const tell = (of: typeof queue) => {
        const { present, leaving } = leaversOf(ahead, pace.spread, of, atMs);
        return rangeOf(present, leaving, fresh);
      };
      const due = queue.filter(({ dueAt }) => dueAt <= atMs);
      return { hours, ...tell(due), newlyRed: tell(due.filter(({ dueAt }) => dueAt > nowMs)) };
    }),
    pacePerHour: pace.known ? Math.round(leavingSoon(ahead, sight, nowMs) * 10) / 10 : null,
  };
}

/** How many that are yet to come are there at a moment: how many come is as uncertain as their number is small. */
function arriving(ahead: Ahead, coming: readonly Waiting[], atMs: number): Uncertain {
  const mean = coming.reduce(
    (sum, { enteredAt, count }) =>
      sum + count * chanceToStay(ahead, timeAt(ahead.pace.time, enteredAt), atMs, enteredAt),
    0,
  );
  return { mean, variance: mean };
}

/** Departures of those that are open now in the next hour. */
function leavingSoon(ahead: Ahead, { open }: NodeSight, nowMs: number): number {
  const now = timeAt(ahead.pace.time, nowMs);
  return open.reduce((sum, visits, step) => {
    if (visits === 0) return sum;
    return sum + visits * (1 - chanceToStay(ahead, now - middleOfStep(step), nowMs + HOUR_MS));
  }, 0);
}
