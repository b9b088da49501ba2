import type { Calendar, ClockVersion } from "../settings/types.ts";
import { windowsOf } from "../sla/working-time.ts";
import { offsetAt } from "../time/zone.ts";

const DAY_MS = 86_400_000;

/** A node's time: it goes on while the node's clock runs. Ages are told in it: nobody waits longer for a night. */
export interface NodeTime {
  /** Stretches in which the clock runs: where they begin (epoch ms), how long they are, and all of those before. */
  starts: readonly number[];
  lengths: readonly number[];
  before: readonly number[];
}

/** The time of a clock from one instant to another; nothing is told of what lies outside. */
export function nodeTime(clock: ClockVersion, calendar: Calendar, fromMs: number, toMs: number): NodeTime {
  const stretches: [number, number][] = [];
  if (clock.windows === null) stretches.push([fromMs, toMs]);
  else {
    const lastDay = Math.floor((toMs + offsetAt(clock.timezone, toMs)) / DAY_MS);
    // A window may begin on the eve and cross midnight.
    for (
      let day = Math.floor((fromMs + offsetAt(clock.timezone, fromMs)) / DAY_MS) - 1;
      day <= lastDay;
      day++
    ) {
      for (const [start, end] of windowsOf(clock, calendar, day)) {
        const begins = Math.max(start, fromMs, stretches.at(-1)?.[1] ?? fromMs);
        if (Math.min(end, toMs) > begins) stretches.push([begins, Math.min(end, toMs)]);
      }
    }
  }
  const lengths = stretches.map(([start, end]) => end - start);
  const before: number[] = [];
  lengths.reduce((sum, length) => {
    before.push(sum);
    return sum + length;
  }, 0);
  return { starts: stretches.map(([start]) => start), lengths, before };
}

/** How much of a node's time has passed by an instant, in ms. */
export function timeAt({ starts, lengths, before }: NodeTime, atMs: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= atMs) low = middle + 1;
    else high = middle;
  }
  const last = low - 1;
  return last < 0 ? 0 : before[last]! + Math.min(atMs - starts[last]!, lengths[last]!);
}

/** The last instant at which no more than so much of a node's time has passed; −∞: more had passed from the start. */
export function instantAt({ starts, lengths, before }: NodeTime, passedMs: number): number {
  if (passedMs < 0) return Number.NEGATIVE_INFINITY;
  for (let i = starts.length - 1; i >= 0; i--) {
    if (before[i]! <= passedMs) return starts[i]! + Math.min(passedMs - before[i]!, lengths[i]!);
  }
  return Number.NEGATIVE_INFINITY;
}
