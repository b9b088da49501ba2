import { type Age, ageOf } from "../../time/age.ts";
import { instantToLocal } from "../../time/zone.ts";
import { chineseCount, chineseNumber } from "./numerals.ts";

const DAY_MS = 86_400_000;

/** An instant and what says which day it is. */
interface Now {
  nowMs: number;
  timezone: string;
}

const ZH: Record<Age["form"], (v: Record<string, number>) => string> = {
  seconds: () => "不到一分钟",
  underMinute: () => "不到一分钟",
  minutes: ({ m }) => `${chineseCount(m!)}分钟`,
  hours: ({ h }) => `${chineseCount(h!)}小时`,
  hoursMinutes: ({ h, m }) => `${chineseCount(h!)}小时${chineseCount(m!)}分`,
  days: ({ d }) => `${chineseCount(d!)}天`,
  daysHours: ({ d, h }) => `${chineseCount(d!)}天${chineseCount(h!)}小时`,
};

const EN: Record<Age["form"], (v: Record<string, number>) => string> = {
  seconds: () => "less than a minute",
  underMinute: () => "less than a minute",
  minutes: ({ m }) => many(m!, "minute"),
  hours: ({ h }) => many(h!, "hour"),
  hoursMinutes: ({ h, m }) => `${many(h!, "hour")} ${many(m!, "minute")}`,
  days: ({ d }) => many(d!, "day"),
  daysHours: ({ d, h }) => `${many(d!, "day")} ${many(h!, "hour")}`,
};

/** "1 order", "23 orders". */
export function many(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/** 六小时十二分: a duration (ms) by its two largest units. */
export function spokenDurationZh(ms: number): string {
  const { form, values } = ageOf(ms);
  return ZH[form](values);
}

/** "6 hours 12 minutes". */
export function spokenDurationEn(ms: number): string {
  const { form, values } = ageOf(ms);
  return EN[form](values);
}

/** 十七点, 十六点四十分, 明天八点零五分: the day is said only where it is not today. */
export function spokenMomentZh(ms: number, now: Now): string {
  const { date, days } = dayOf(ms, now);
  const time = spokenTimeZh(date.getUTCHours(), date.getUTCMinutes());
  if (days === 0) return time;
  const day = `${chineseNumber(date.getUTCMonth() + 1)}月${chineseNumber(date.getUTCDate())}日`;
  return `${NEAR_ZH[days] ?? day}${time}`;
}

/** 十七点, 八点零五分. */
export function spokenTimeZh(hours: number, minutes: number): string {
  const zero = minutes > 0 && minutes < 10 ? "零" : "";
  const past = minutes === 0 ? "" : `${zero}${chineseNumber(minutes)}分`;
  return `${chineseCount(hours)}点${past}`;
}

/** "5 PM", "4:40 PM", "8:05 AM tomorrow". */
export function spokenMomentEn(ms: number, now: Now): string {
  const { date, days } = dayOf(ms, now);
  const hours = date.getUTCHours();
  const minutes = date.getUTCMinutes();
  const past = minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`;
  const time = `${hours % 12 || 12}${past} ${hours < 12 ? "AM" : "PM"}`;
  if (days === 0) return time;
  const month = MONTHS[date.getUTCMonth()];
  return `${time} ${NEAR_EN[days] ?? `on ${month} ${date.getUTCDate()}`}`;
}

const NEAR_ZH: Record<number, string> = { [-1]: "昨天", 1: "明天" };
const NEAR_EN: Record<number, string> = { [-1]: "yesterday", 1: "tomorrow" };
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/** Local date and time in the UTC fields of a date, and how many days ahead of now. */
function dayOf(ms: number, { nowMs, timezone }: Now): { date: Date; days: number } {
  const local = instantToLocal(timezone, ms);
  const today = Math.floor(instantToLocal(timezone, nowMs) / DAY_MS);
  return { date: new Date(local), days: Math.floor(local / DAY_MS) - today };
}
