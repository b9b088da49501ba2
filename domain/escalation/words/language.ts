import { type Age, ageOf } from "../../time/age.ts";
import { instantToLocal } from "../../time/zone.ts";

export type Language = "zh-CN" | "en";

const DAY_MS = 86_400_000;

const ZH: Record<Age["form"], (v: Record<string, number>) => string> = {
  seconds: ({ s }) => `${s} 秒`,
  underMinute: () => "不到 1 分钟",
  minutes: ({ m }) => `${m} 分钟`,
  hours: ({ h }) => `${h} 小时`,
  hoursMinutes: ({ h, m }) => `${h} 小时 ${m} 分`,
  days: ({ d }) => `${d} 天`,
  daysHours: ({ d, h }) => `${d} 天 ${h} 小时`,
};

const EN: Record<Age["form"], (v: Record<string, number>) => string> = {
  seconds: ({ s }) => `${s} s`,
  underMinute: () => "less than a minute",
  minutes: ({ m }) => `${m} min`,
  hours: ({ h }) => `${h} h`,
  hoursMinutes: ({ h, m }) => `${h} h ${m} min`,
  days: ({ d }) => `${d} d`,
  daysHours: ({ d, h }) => `${d} d ${h} h`,
};

/** 6 小时 12 分: a duration (ms) by its two largest units. */
export function durationWords(ms: number, language: Language): string {
  const { form, values } = ageOf(ms);
  return (language === "en" ? EN : ZH)[form](values);
}

/** 16:40 on the wall clock of an IANA zone. */
export function timeWords(ms: number, timezone: string): string {
  return new Date(instantToLocal(timezone, ms)).toISOString().slice(11, 16);
}

/**
 * The time of day alone (16:40), with the day where it is not today's (明天 08:00, 11 月 13 日 08:00).
 * @param sayToday whether today is said as well: 今天 18:00
 */
export function momentWords(
  ms: number,
  now: { nowMs: number; timezone: string },
  language: Language,
  sayToday = false,
): string {
  const { nowMs, timezone } = now;
  const time = timeWords(ms, timezone);
  const local = instantToLocal(timezone, ms);
  const days = Math.floor(local / DAY_MS) - Math.floor(instantToLocal(timezone, nowMs) / DAY_MS);
  if (days === 0 && !sayToday) return time;
  const near = language === "en" ? NEAR_EN[days] : NEAR_ZH[days];
  if (language === "en") return near ? `${time} ${near}` : `${time} on ${dateEn(local)}`;
  return near ? `${near} ${time}` : `${dateZh(local)} ${time}`;
}

const NEAR_ZH: Record<number, string> = { [-1]: "昨天", 0: "今天", 1: "明天" };
const NEAR_EN: Record<number, string> = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function dateZh(local: number): string {
  const date = new Date(local);
  return `${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日`;
}

function dateEn(local: number): string {
  const date = new Date(local);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** "1 order", "23 orders". */
export function ordersEn(count: number): string {
  return count === 1 ? "1 order" : `${count} orders`;
}
