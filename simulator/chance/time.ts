export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The shop stands in Asia/Shanghai, which has kept one offset since 1991. */
const OFFSET_MS = 8 * HOUR_MS;

/** Days since 1970-01-01, local. */
export type Day = number;

export const dayOf = (atMs: number): Day => Math.floor((atMs + OFFSET_MS) / DAY_MS);
export const startOf = (day: Day): number => day * DAY_MS - OFFSET_MS;
/** The instant of an hour (fractions allowed) of a local day. */
export const atHour = (day: Day, hour: number): number => startOf(day) + hour * HOUR_MS;
/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: Day): number => (day + 4) % 7;
export const monthDayOf = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(5, 10);
/** "20261111" */
export const compactDate = (day: Day): string =>
  new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll("-", "");

/** RFC 3339 with the shop's offset, as Chinese sources tell it. */
export const toWire = (atMs: number): string =>
  `${new Date(atMs + OFFSET_MS).toISOString().slice(0, 23)}+08:00`;

/** When people work: hours of the local day. */
export interface Shift {
  from: number;
  to: number;
  weekdaysOnly?: boolean;
}
export const WAREHOUSE: Shift = { from: 8, to: 20 };
export const SERVICE: Shift = { from: 9, to: 23 };
export const OFFICE: Shift = { from: 9, to: 18, weekdaysOnly: true };
export const COURIER: Shift = { from: 7.5, to: 23.5 };

const works = (shift: Shift, day: Day) =>
  !shift.weekdaysOnly || (weekdayOf(day) !== 0 && weekdayOf(day) !== 6);

/** The instant at which `workMs` of the shift's working time have passed since `fromMs`. */
export function afterWork(fromMs: number, workMs: number, shift: Shift): number {
  let left = workMs;
  for (let day = dayOf(fromMs); ; day++) {
    if (!works(shift, day)) continue;
    const opens = Math.max(fromMs, atHour(day, shift.from));
    const available = atHour(day, shift.to) - opens;
    if (available <= 0) continue;
    if (left <= available) return opens + left;
    left -= available;
  }
}
