const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FIRST_MS = 2 * MINUTE_MS;
const LAST_MS = 90 * DAY_MS;
/** Each step of age is so much wider than the one before: a quarter of an hour matters to a review, not to a line haul. */
const GROWTH = 1.3;

/** Where steps of age begin, in ms, ascending from 0; the last has no end. */
export const AGE_STEPS_MS: readonly number[] = stepsOf();

function stepsOf(): number[] {
  const steps = [0];
  for (let from = FIRST_MS; from < LAST_MS; from *= GROWTH) steps.push(Math.round(from));
  return steps;
}

/** The step in which an age lies. @param ageMs below 0 counts as 0 */
export function ageStepOf(ageMs: number): number {
  let step = ageMs < FIRST_MS ? 0 : 1 + Math.floor(Math.log(ageMs / FIRST_MS) / Math.log(GROWTH));
  step = Math.min(step, AGE_STEPS_MS.length - 1);
  // The boundaries are whole milliseconds, the logarithm is not.
  if (AGE_STEPS_MS[step]! > ageMs && step > 0) step--;
  else if ((AGE_STEPS_MS[step + 1] ?? Number.POSITIVE_INFINITY) <= ageMs) step++;
  return step;
}

/** An age that stands for all of a step, in ms. */
export function middleOfStep(step: number): number {
  const from = AGE_STEPS_MS[step]!;
  const to = AGE_STEPS_MS[step + 1] ?? from * GROWTH;
  return (from + to) / 2;
}
