import type { Calendar, ClockVersion } from "../settings/types.ts";
import { localToInstant, offsetAt } from "../time/zone.ts";

/** A stretch of time in epoch ms; `end` null: not over yet. */
export type Hold = [start: number, end: number | null];

const DAY_MS = 86_400_000;
/** Past this an allowance would outlive its shop: the clock has no working time. */
const HORIZON_DAYS = 3_660;

/**
 * The instant at which an allowance is used up.
 * It counts from `fromMs` on, inside the clock's windows and outside the holds.
 * @param holds ascending and disjoint
 * @returns epoch ms, or null when it is not known yet because an open hold stops it
 */
export function addAllowance(
  clock: ClockVersion,
  calendar: Calendar,
  fromMs: number,
  allowanceMs: number,
  holds: readonly Hold[],
): number | null {
  if (clock.windows === null) return spend(fromMs, Number.POSITIVE_INFINITY, allowanceMs, holds).at;
  let left = allowanceMs;
  // A window may begin on the eve and cross midnight.
  const firstDay = Math.floor((fromMs + offsetAt(clock.timezone, fromMs)) / DAY_MS) - 1;
  for (let day = firstDay; day < firstDay + HORIZON_DAYS; day++) {
    for (const [start, end] of windowsOf(clock, calendar, day)) {
      if (end <= fromMs) continue;
      const spent = spend(Math.max(start, fromMs), end, left, holds);
      if (spent.at !== null || spent.stopped) return spent.at;
      left = spent.left;
    }
  }
  return null;
}

/** Spends an allowance within one stretch, around the holds. */
function spend(
  start: number,
  end: number,
  allowance: number,
  holds: readonly Hold[],
): { at: number | null; left: number; stopped: boolean } {
  let left = allowance;
  let from = start;
  for (const [holdStart, holdEnd] of holds) {
    if (holdEnd !== null && holdEnd <= from) continue;
    if (holdStart >= end) break;
    const free = Math.max(0, holdStart - from);
    if (left <= free) return { at: from + left, left: 0, stopped: false };
    left -= free;
    if (holdEnd === null) return { at: null, left, stopped: true };
    from = holdEnd;
    if (from >= end) return { at: null, left, stopped: false };
  }
  if (left <= end - from) return { at: from + left, left: 0, stopped: false };
  return { at: null, left: left - (end - from), stopped: false };
}

/** Per clock version and calendar, each local day's windows as instants; both are immutable, so is this. */
const cache = new WeakMap<ClockVersion, WeakMap<Calendar, Map<number, [number, number][]>>>();

/**
 * A local day's windows as instants, ascending; the last may end on the next day. Only for a clock that has windows.
 * @param day days since 1970-01-01, local
 */
export function windowsOf(clock: ClockVersion, calendar: Calendar, day: number): [number, number][] {
  let calendars = cache.get(clock);
  if (!calendars) {
    calendars = new WeakMap();
    cache.set(clock, calendars);
  }
  let days = calendars.get(calendar);
  if (!days) {
    days = new Map();
    calendars.set(calendar, days);
  }
  let windows = days.get(day);
  if (!windows) {
    windows = isOpen(clock, calendar, day) ? clock.windows!.map((w) => instants(clock.timezone, day, w)) : [];
    days.set(day, windows);
  }
  return windows;
}

function instants(zone: string, day: number, window: { from: string; to: string }): [number, number] {
  const from = minuteOfDay(window.from);
  const to = minuteOfDay(window.to);
  const end = to > from ? to : to + 24 * 60;
  return [
    localToInstant(zone, day * DAY_MS + from * 60_000),
    localToInstant(zone, day * DAY_MS + end * 60_000),
  ];
}

/** "HH:MM" (to 24:00) as minutes since midnight. */
export function minuteOfDay(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

function isOpen(clock: ClockVersion, calendar: Calendar, day: number): boolean {
  if (clock.days === "every_day") return true;
  const date = new Date(day * DAY_MS);
  const text = date.toISOString().slice(0, 10);
  if (calendar.makeUpDays.has(text)) return true;
  if (calendar.holidays.has(text)) return false;
  const weekday = date.getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
