import type { Columns } from "../../domain/delay/columns.ts";
import { GRAINS, HOUR_MS } from "../../domain/delay/grains.ts";

/** Buckets of the sums: from `first` on, before `end`. */
export interface Buckets {
  grain: number;
  first: number;
  end: number;
}

/** Hours since 1970: the sums know those before `cut`, and from `whole` to before `last`; the visits know the others. */
export function hoursOf({ fromMs, toMs }: Columns): { cut: number; whole: number; last: number } {
  const cut = Math.floor(fromMs / HOUR_MS);
  return { cut, whole: Math.ceil(fromMs / HOUR_MS), last: Math.floor(toMs / HOUR_MS) };
}

/** The stretches of those others up to the window's end, epoch ms: none, one or two. */
export function cutStretches(columns: Columns): { startMs: number; endMs: number }[] {
  const { cut, whole, last } = hoursOf(columns);
  return [
    { startMs: cut * HOUR_MS, endMs: Math.min(whole * HOUR_MS, columns.toMs) },
    { startMs: Math.max(last, whole) * HOUR_MS, endMs: columns.toMs },
  ].filter(({ startMs, endMs }) => startMs < endMs);
}

/** What lies before the window's first hour. */
export function bucketsBefore(columns: Columns): Buckets[] {
  const { cut } = hoursOf(columns);
  const { hour, day, span } = GRAINS;
  const spans = Math.floor(cut / span);
  const days = Math.floor(cut / day);
  return some([
    { grain: span, first: 0, end: spans },
    { grain: day, first: spans * (span / day), end: days },
    { grain: hour, first: days * day, end: cut },
  ]);
}

/** The whole hours of the window, as days where no hour is asked for. */
export function bucketsWithin(columns: Columns): Buckets[] {
  const { whole, last } = hoursOf(columns);
  const { hour, day } = GRAINS;
  const firstDay = Math.ceil(whole / day);
  const lastDay = Math.floor(last / day);
  if (columns.byHour || firstDay >= lastDay) return some([{ grain: hour, first: whole, end: last }]);
  return some([
    { grain: hour, first: whole, end: firstDay * day },
    { grain: day, first: firstDay, end: lastDay },
    { grain: hour, first: lastDay * day, end: last },
  ]);
}

const some = (buckets: Buckets[]) => buckets.filter(({ first, end }) => first < end);
