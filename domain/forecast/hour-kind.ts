import type { Calendar, ClockVersion } from "../settings/types.ts";
import { isRunning } from "../sla/running.ts";
import { instantToLocal } from "../time/zone.ts";

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;

/** Kinds of hours: each hour of the day, while the node's clock runs and while it stands still. */
export const HOUR_KINDS = 2 * HOURS_A_DAY;

/** Of which kind a moment is: a Sunday at ten is not like a Monday at ten where nobody works on Sundays. */
export function hourKindOf(clock: ClockVersion, calendar: Calendar, atMs: number): number {
  const hour = Math.floor(instantToLocal(clock.timezone, atMs) / HOUR_MS) % HOURS_A_DAY;
  return isRunning(clock, calendar, atMs) ? hour : hour + HOURS_A_DAY;
}

/** Whether the clock runs in hours of a kind. */
export const isOpenKind = (kind: number): boolean => kind < HOURS_A_DAY;

/** Hours of a week. */
export const WEEK_HOURS = 7 * HOURS_A_DAY;

/** Which hour of the clock's local week a moment lies in. */
export function weekHourOf({ timezone }: ClockVersion, atMs: number): number {
  return Math.floor(instantToLocal(timezone, atMs) / HOUR_MS) % WEEK_HOURS;
}
