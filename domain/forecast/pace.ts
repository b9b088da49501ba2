import { AGE_STEPS_MS } from "./ages.ts";
import { HOUR_KINDS, hourKindOf, isOpenKind, WEEK_HOURS, weekHourOf } from "./hour-kind.ts";
import { type NodeTime, nodeTime } from "./node-time.ts";
import { timeAtRisk } from "./time-at-risk.ts";
import type { NodeSight } from "./types.ts";

const HOUR_MS = 3_600_000;
const STEPS = AGE_STEPS_MS.length;
/** What happened so long ago counts half. */
const HALF_LIFE_MS = 48 * HOUR_MS;
/** The hours that tell how fast it goes at present. */
const PRESENT_MS = 4 * HOUR_MS;
const PRESENT_HALF_LIFE_MS = HOUR_MS;
/** After so long the present says less than the days before (a factor of e). */
const PRESENT_LASTS_MS = 1.5 * HOUR_MS;
/** Rounds in which ages and hours are told apart; more change nothing that a count would show. */
const ROUNDS = 3;
/** Departures (lots of them, where they come in lots) that stand for what is not known yet of an age, a kind of hour… */
const UNKNOWN = { age: 1, hour: 2, week: 3, present: 4 } as const;
/** With fewer departures in all the past at hand nothing is told of a pace. */
const LEAST_DEPARTURES = 5;
/** Part of a step's figures that its neighbours lend it: few leave at each age. */
const LENT = 0.5;
/** Departures come in lots (a truck, a batch): by how much they scatter more than single ones would, at most. */
const MOST_SPREAD = 30;

/** How fast a node works, as its past tells it. */
export interface Pace {
  /** Chance an hour that a visit leaves, by step of age in the node's time, at a moment of factor 1. */
  byAge: ArrayLike<number>;
  /** How much faster it goes at a moment. */
  factorAt(atMs: number): number;
  /** The node's time, in which ages are told. */
  time: NodeTime;
  /** Variance of departures as a multiple of what it would be if each left by itself; at least 1. */
  spread: number;
  /** Whether enough is known to tell of a pace. */
  known: boolean;
}

/** The hours of the past as the fit sees them, an entry an hour. */
interface Hours {
  departures: number[];
  /** By step of age. */
  left: ReadonlyMap<number, number>[];
  risk: Float64Array[];
  weights: number[];
  kinds: number[];
  weekHours: number[];
}

/**
 * Who leaves next, and how fast. From the departures of the last days, those of late counting more: how the chance to leave
 * depends on how long a visit has waited (where the oldest go first, it is they who have it), how it depends on the hour of
 * the day and of the week, and how the last hours compare with all that.
 * @param untilMs how far ahead it will be asked
 */
export function paceOf(
  sight: Pick<NodeSight, "past" | "open" | "clock" | "calendar">,
  untilMs: number,
): Pace {
  const { past, clock, calendar } = sight;
  const nowMs = past.at(-1)?.endMs ?? 0;
  const time = nodeTime(clock, calendar, nowMs - AGE_STEPS_MS.at(-1)!, untilMs);
  const hours: Hours = {
    departures: past.map(({ left }) => [...left.values()].reduce((sum, visits) => sum + visits, 0)),
    left: past.map(({ left }) => left),
    risk: timeAtRisk(sight, time),
    weights: past.map(({ endMs }) => 0.5 ** ((nowMs - endMs) / HALF_LIFE_MS)),
    kinds: past.map(({ startMs, endMs }) => hourKindOf(clock, calendar, (startMs + endMs) / 2)),
    weekHours: past.map(({ startMs, endMs }) => weekHourOf(clock, (startMs + endMs) / 2)),
  };
  const { departures, weights, kinds, risk } = hours;
  const overall = ratio(dot(weights, departures), dot(weights, risk.map(sumOf)));
  const known = departures.reduce((sum, visits) => sum + visits, 0) >= LEAST_DEPARTURES;
  if (overall === 0) return { byAge: new Float64Array(STEPS), factorAt: () => 0, time, spread: 1, known };

  let byAge = new Float64Array(STEPS).fill(overall);
  let byKind: ArrayLike<number> = new Float64Array(HOUR_KINDS).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    byAge = chanceByAge(hours, byKind, overall);
    byKind = factorByKind(
      hours,
      risk.map((row) => dot(row, byAge)),
      1,
    );
  }
  const loads = risk.map((row) => dot(row, byAge));
  const spread = spreadOf(hours, loads);
  byKind = factorByKind(hours, loads, spread);
  const expected = loads.map((load, hour) => load * byKind[kinds[hour]!]!);
  const byWeek = factorByWeek(hours, expected, spread);
  const told = expected.map((visits, hour) => visits * byWeek[hours.weekHours[hour]!]!);
  const share = weightsOfPresent(past, nowMs);
  const present =
    (dot(share, departures) + UNKNOWN.present * spread) / (dot(share, told) + UNKNOWN.present * spread);
  return {
    byAge,
    factorAt: (atMs) =>
      byKind[hourKindOf(clock, calendar, atMs)]! *
      byWeek[weekHourOf(clock, atMs)]! *
      present ** Math.exp((nowMs - atMs) / PRESENT_LASTS_MS),
    time,
    spread,
    known,
  };
}

/** Departures an hour at each age for a visit that waits, in an hour of factor 1. */
function chanceByAge(
  { left, risk, weights, kinds }: Hours,
  byKind: ArrayLike<number>,
  overall: number,
): Float64Array<ArrayBuffer> {
  const gone = new Float64Array(STEPS);
  const waited = new Float64Array(STEPS);
  risk.forEach((row, hour) => {
    for (const [step, visits] of left[hour]!) gone[step]! += weights[hour]! * visits;
    const weight = weights[hour]! * byKind[kinds[hour]!]!;
    for (let step = 0; step < STEPS; step++) waited[step]! += weight * row[step]!;
  });
  const lent = (of: Float64Array, step: number) =>
    of[step]! + LENT * ((of[step - 1] ?? 0) + (of[step + 1] ?? 0));
  return gone.map(
    (_, step) => (lent(gone, step) + UNKNOWN.age) / (lent(waited, step) + UNKNOWN.age / overall),
  );
}

/** Departures per load in each kind of hour. Of a kind that was never seen: as any, or none where the clock stands still. */
function factorByKind(
  { departures, weights, kinds }: Hours,
  loads: readonly number[],
  spread: number,
): Float64Array {
  const left = new Float64Array(HOUR_KINDS);
  const loaded = new Float64Array(HOUR_KINDS);
  let [allLeft, allLoaded] = [0, 0];
  kinds.forEach((kind, hour) => {
    left[kind]! += weights[hour]! * departures[hour]!;
    loaded[kind]! += weights[hour]! * loads[hour]!;
  });
  for (let kind = 0; kind < HOUR_KINDS; kind++) {
    if (isOpenKind(kind)) [allLeft, allLoaded] = [allLeft + left[kind]!, allLoaded + loaded[kind]!];
  }
  const usual = ratio(allLeft, allLoaded);
  return left.map((visits, kind) => {
    if (usual === 0) return 0;
    return (
      (visits + (isOpenKind(kind) ? UNKNOWN.hour * spread : 0)) /
      (loaded[kind]! + (UNKNOWN.hour * spread) / usual)
    );
  });
}

/** How the hours of a week differ from their kind: few shops work on a Sunday as they do on a Monday. */
function factorByWeek({ departures, weekHours }: Hours, expected: readonly number[], spread: number) {
  const left = new Float64Array(WEEK_HOURS).fill(UNKNOWN.week * spread);
  const told = left.slice();
  weekHours.forEach((weekHour, hour) => {
    left[weekHour]! += departures[hour]!;
    told[weekHour]! += expected[hour]!;
  });
  return left.map((visits, weekHour) => visits / told[weekHour]!);
}

/** How much each hour says of the present: the newest most. */
function weightsOfPresent(past: NodeSight["past"], nowMs: number): number[] {
  return past.map(({ startMs, endMs }) => {
    const agoMs = nowMs - (startMs + endMs) / 2;
    return endMs - startMs > 0 && agoMs < PRESENT_MS ? 0.5 ** (agoMs / PRESENT_HALF_LIFE_MS) : 0;
  });
}

/** The mean of (departures − expected)² ÷ expected, where the other hours of a kind say what is expected of one. */
function spreadOf({ departures, weights, kinds }: Hours, loads: readonly number[]): number {
  const left = new Float64Array(HOUR_KINDS);
  const loaded = new Float64Array(HOUR_KINDS);
  kinds.forEach((kind, hour) => {
    left[kind]! += weights[hour]! * departures[hour]!;
    loaded[kind]! += weights[hour]! * loads[hour]!;
  });
  let [off, all] = [0, 0];
  kinds.forEach((kind, hour) => {
    const own = weights[hour]!;
    const others = loaded[kind]! - own * loads[hour]!;
    if (others <= 0) return;
    const told = (loads[hour]! * (left[kind]! - own * departures[hour]!)) / others;
    off += own * (departures[hour]! - told) ** 2;
    all += own * told;
  });
  return Math.min(MOST_SPREAD, Math.max(1, ratio(off, all)));
}

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

const sumOf = (row: Float64Array) => row.reduce((sum, value) => sum + value, 0);

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
