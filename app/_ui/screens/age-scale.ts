/** Progress at the right edge of the chart: what is further over stands there too. */
export const PROGRESS_SHOWN = 2;

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
/** Ages that people name. */
const NAMED_S = [
  10 * MINUTE_S,
  30 * MINUTE_S,
  HOUR_S,
  3 * HOUR_S,
  6 * HOUR_S,
  12 * HOUR_S,
  DAY_S,
  3 * DAY_S,
  7 * DAY_S,
  14 * DAY_S,
  30 * DAY_S,
  90 * DAY_S,
  365 * DAY_S,
];
const TICKS_MOST = 6;
/** Youngest and oldest that a chart shows at least apart, as a factor. */
const SPAN_LEAST = 8;

export interface AgeScale {
  /** 0 at the foot to 1 at the top. */
  at(seconds: number): number;
  /** Ages to be named beside it, ascending, in seconds. */
  ticks: number[];
}

/** A logarithmic scale that holds all of the ages: minutes and weeks wait at one node. */
export function ageScale(seconds: readonly number[]): AgeScale {
  const known = seconds.filter((age) => age > 0);
  const oldest = Math.max(HOUR_S, ...known) * 1.15;
  const youngest = Math.max(MINUTE_S, Math.min(oldest / SPAN_LEAST, ...known) / 1.15);
  const height = Math.log(oldest / youngest);
  const within = NAMED_S.filter((age) => age >= youngest && age <= oldest);
  const every = Math.ceil(within.length / TICKS_MOST);
  return {
    at: (age) => Math.min(1, Math.max(0, Math.log(Math.max(age, 1) / youngest) / height)),
    ticks: within.filter((_, i) => i % every === 0),
  };
}
