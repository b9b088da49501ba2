import { DAY_MS, HOUR_MS } from "../chance/time.ts";

/** A portion of history reaches over at most this much telling time. */
export const PORTION_MS = 6 * HOUR_MS;
/** Told again at every start, as duplicates: what was on its way when the last run ended, a portion at most. */
const OVERLAP_MS = PORTION_MS + HOUR_MS;
/** A gap longer than this is not filled: the shop is told anew from what is open. */
const LONGEST_GAP_MS = 7 * DAY_MS;

export interface Resumption {
  /** Tell from here on (epoch ms). */
  fromMs: number;
  /** Also tell the past of what is open then. */
  withPast: boolean;
}

/**
 * Where to go on, from the newest event that Andon has of each of our sources. Events are sent in portions that
 * follow each other in the order of telling, each acknowledged before the next: so all that was told a portion
 * before a source's newest event has arrived.
 */
export function whereToResume(marks: readonly number[], shopNow: number, historyMs: number): Resumption {
  // The very newest may be somebody else's who uses the name of one of our sources.
  const [newest, second] = [...marks].sort((a, b) => b - a);
  const seen = second ?? newest;
  if (seen === undefined || seen < shopNow - LONGEST_GAP_MS) {
    return { fromMs: shopNow - historyMs, withPast: true };
  }
  // Older than the history: its beginning may not have been sent to the end, or nobody was there for long.
  const fromMs = Math.min(seen, shopNow) - OVERLAP_MS;
  return { fromMs, withPast: seen < shopNow - historyMs };
}
