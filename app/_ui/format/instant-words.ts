import type { Words } from "../use-words.ts";
import { instantParts, monthName } from "./instant.ts";

/** 3 月 2 日 14:02, on the wall clock of an IANA time zone. */
export function dateTimeWords(ms: number, timezone: string, { t, locale }: Words): string {
  const { month, day, time } = instantParts(ms, timezone);
  return `${t("date.short", { month: monthName(month, locale), day })} ${time}`;
}

/** The same without the date where that is the date of `nowMs`: 14:02. */
export function momentWords(ms: number, nowMs: number, timezone: string, words: Words): string {
  const [then, now] = [instantParts(ms, timezone), instantParts(nowMs, timezone)];
  const today = then.day === now.day && then.month === now.month && then.year === now.year;
  return today ? then.time : dateTimeWords(ms, timezone, words);
}
