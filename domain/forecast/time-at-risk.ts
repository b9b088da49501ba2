import { AGE_STEPS_MS, ageStepOf, middleOfStep } from "./ages.ts";
import { type NodeTime, timeAt } from "./node-time.ts";
import type { NodeSight } from "./types.ts";

const HOUR_MS = 3_600_000;
const STEPS = AGE_STEPS_MS.length;

/** Visits of one age that were there until a moment, and then left or are there still. */
interface Group {
  /** The moment, in the node's time. */
  until: number;
  /** At that moment. */
  ageMs: number;
  visits: number;
}

/**
 * How long visits waited in each hour of the past, by their age then: visit-hours, a row an hour. Told from when they left
 * and how old they were, and from those that are open: nobody has to have counted the queue in every hour.
 */
export function timeAtRisk({ past, open }: Pick<NodeSight, "past" | "open">, time: NodeTime): Float64Array[] {
  const rows = past.map(() => new Float64Array(STEPS));
  const now = timeAt(time, past.at(-1)?.endMs ?? 0);
  let groups: Group[] = [];
  open.forEach((visits, step) => {
    if (visits > 0) groups.push({ until: now, ageMs: middleOfStep(step), visits });
  });
  for (let hour = past.length - 1; hour >= 0; hour--) {
    const { startMs, endMs, left } = past[hour]!;
    const row = rows[hour]!;
    const starts = timeAt(time, startMs);
    const ends = timeAt(time, endMs);
    const hours = (endMs - startMs) / HOUR_MS;
    // Further back are those that had come by then.
    groups = groups.filter(({ until, ageMs }) => ageMs >= until - ends);
    for (const { until, ageMs, visits } of groups) {
      const to = ageMs - (until - ends);
      spread(row, to - (ends - starts), to, visits * hours);
    }
    const middle = (starts + ends) / 2;
    for (const [step, visits] of left) {
      const ageMs = middleOfStep(step);
      spread(row, ageMs - (middle - starts), ageMs, (visits * hours) / 2);
      groups.push({ until: middle, ageMs, visits });
    }
  }
  return rows;
}

/** Spreads visit-hours evenly over ages; the part below 0 was before they came. */
function spread(row: Float64Array, from: number, to: number, visitHours: number): void {
  if (to <= from) {
    row[ageStepOf(to)]! += visitHours;
    return;
  }
  const density = visitHours / (to - from);
  const first = Math.max(0, from);
  for (let step = ageStepOf(first); step < STEPS; step++) {
    const begins = Math.max(first, AGE_STEPS_MS[step]!);
    const ends = Math.min(to, AGE_STEPS_MS[step + 1] ?? Number.POSITIVE_INFINITY);
    if (ends > begins) row[step]! += density * (ends - begins);
    if (ends >= to) return;
  }
}
