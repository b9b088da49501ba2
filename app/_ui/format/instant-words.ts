import type { Words } from "../use-words.ts";
import { instantParts, monthName } from "./instant.ts";

/** 3 月 2 日 14:02, on the wall clock of an IANA time zone. */
export function dateTimeWords(ms: number, timezone: string, { t, locale }: Words): string {
  const { month, day, time } = instantParts(ms, timezone);
  return `${t("date.short", { month: monthName(month, locale), day })} ${time}`;
}
