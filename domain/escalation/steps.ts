import type { Deadlines } from "../sla/light.ts";
import type { PolicyStep } from "./types.ts";

/** What of a visit its steps are counted from. */
export interface StepClock extends Deadlines {
  enteredAt: number;
}

/** One time that a step fires: the step's place in its policy, and which time round its repeat is (0: the first). */
export interface StepTime {
  step: number;
  round: number;
  /** Shop time, epoch ms. */
  at: number;
}

/**
 * When a step fires first: its offset from warnAt or dueAt, or so long before the promise where that decides dueAt; never
 * before the visit began. A promise that had passed at entry decides nothing any more: dueAt is then the entry.
 * @returns epoch ms; null while there is no such instant (no deadline, or on hold)
 */
export function stepAt(step: PolicyStep, visit: StepClock): number | null {
  if (visit.dueAt === null) return null;
  if (step.beforePromiseMs !== null && visit.promiseAt === visit.dueAt)
    return Math.max(visit.enteredAt, visit.promiseAt - step.beforePromiseMs);
  const from = step.anchor === "warn" ? visit.warnAt : visit.dueAt;
  return from === null ? null : Math.max(visit.enteredAt, from + step.offsetMs);
}

/** Every time at which a policy's steps would fire if nobody took it, in the order in which they come. */
export function stepTimes(steps: readonly PolicyStep[], visit: StepClock): StepTime[] {
  const times = steps.flatMap((step, index) => {
    const first = stepAt(step, visit);
    if (first === null) return [];
    const rounds = step.repeat ? step.repeat.limit + 1 : 1;
    return Array.from({ length: rounds }, (_, round) => ({
      step: index,
      round,
      at: first + round * (step.repeat?.everyMs ?? 0),
    }));
  });
  return times.sort((a, b) => a.at - b.at || a.step - b.step || a.round - b.round);
}

/** The first moment at which any step fires: what visits.next_step_at holds before there is an alert. */
export function firstStepAt(steps: readonly PolicyStep[], visit: StepClock): number | null {
  let first: number | null = null;
  for (const step of steps) {
    const at = stepAt(step, visit);
    if (at !== null && (first === null || at < first)) first = at;
  }
  return first;
}
