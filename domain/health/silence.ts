import type { Silence } from "../wire/board.ts";
import type { Usual } from "./usual.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many events must be missing: fewer may be chance. */
export const MISSING_AT_LEAST = 20;
/** A source sends normally once it has sent in so many different minutes: an upload by hand does not. */
const BUSY_MINUTES_AT_LEAST = 3;
/** A source that comes in bursts must stay away for so many of its usual pauses. */
const PAUSES = 2;
/** The same hours of so many days say what is usual. */
const USUAL_DAYS = 7;
/** A weekday on which it never sends is a day of rest: the same weekday of so many weeks says so. */
const REST_WEEKS = 4;
/** And so many days without, or a whole day a week ago: a few hours of a single day may have been a silence too. */
const REST_DAYS_AT_LEAST = 2;
/** A silence is told for so many times as long as the source was known before it, and no longer than a week. */
const TOLD_PER_KNOWN = 24;
export const TOLD_AT_MOST_MS = 7 * DAY_MS;
/** How much of a source's past the rule looks at. */
export const HISTORY_MS = (REST_WEEKS + 1) * 7 * DAY_MS;
/** Less is no span to take a rate from. */
const RATE_SPAN_AT_LEAST_MS = 60_000;

/** A span in which nothing came from a source. */
export interface Quiet {
  /** When its last event was received; epoch ms of shop time. */
  lastAt: number;
  /** From when it could have been heard again: lastAt, or later when nobody listened meanwhile. Shop time. */
  from: number;
  /** The present, shop time. */
  to: number;
  /** From `from` to `to` in machine time; ms. */
  forMs: number;
}

/** A silence, and what told that it is one. */
export interface JudgedSilence extends Silence {
  /** How many days' same hours were looked at; 0: none is known, and its rate before told. */
  days: number;
}

/**
 * Whether a source that is quiet should be sending: on the last seven days the same hours brought something (the median of
 * the days that are known; without any, its rate before it went quiet), it has been quiet for long enough, and what is
 * missing is no chance.
 * @param afterMs machine time for which a source may be quiet, whatever is usual
 * @returns null when it may be quiet
 */
export function judgeSilence(usual: Usual, quiet: Quiet, afterMs: number): JudgedSilence | null {
  const { knownSince } = usual;
  if (knownSince === null || quiet.forMs < afterMs || quiet.forMs > TOLD_AT_MOST_MS) return null;
  if (quiet.forMs > TOLD_PER_KNOWN * (quiet.lastAt - knownSince)) return null;
  if (usual.busyMinutes(quiet.lastAt) < BUSY_MINUTES_AT_LEAST) return null;
  const pauseMs = usual.pauseMs(quiet.lastAt - USUAL_DAYS * DAY_MS, quiet.lastAt);
  if (quiet.to - quiet.from < PAUSES * pauseMs) return null;
  const days = sameHours(usual, quiet, 1, USUAL_DAYS).sort((a, b) => a - b);
  const expected = Math.round(days[(days.length - 1) >> 1] ?? byRate(usual, quiet));
  if (expected < MISSING_AT_LEAST || restsToday(usual, quiet, days)) return null;
  return { forMs: quiet.forMs, expected, days: days.length };
}

/** What the same hours brought, `step` days apart: of the newest spans before the quiet, those that are known. */
function sameHours(usual: Usual, { lastAt, from, to }: Quiet, step: number, count: number): number[] {
  const stepMs = step * DAY_MS;
  const newest = Math.max(1, Math.ceil((to - lastAt) / stepMs));
  return Array.from({ length: count }, (_, i) => (newest + i) * stepMs)
    .filter((ago) => from - ago >= usual.knownSince!)
    .map((ago) => usual.between(from - ago, to - ago));
}

/** The rate of the last hour or of the last 24, the lower: traffic that ebbs away at night is no silence yet. */
function byRate(usual: Usual, { lastAt, from, to }: Quiet): number {
  const rates = [HOUR_MS, DAY_MS].map((ms) => {
    const since = Math.max(lastAt - ms, usual.knownSince!);
    return lastAt - since < RATE_SPAN_AT_LEAST_MS ? 0 : usual.between(since, lastAt) / (lastAt - since);
  });
  return Math.min(...rates) * (to - from);
}

function restsToday(usual: Usual, quiet: Quiet, days: readonly number[]): boolean {
  const rests = (events: number) => events < MISSING_AT_LEAST;
  const weeks = sameHours(usual, quiet, 7, REST_WEEKS);
  // The newest week's day is one of the last seven days.
  const restDays = days.filter(rests).length + weeks.slice(1).filter(rests).length;
  const isKnown = restDays >= REST_DAYS_AT_LEAST || quiet.to - quiet.from >= DAY_MS;
  return weeks.length > 0 && weeks.every(rests) && isKnown;
}
