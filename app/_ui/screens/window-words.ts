import type { Words } from "../use-words.ts";

const DAY_H = 24;

/** 24 小时, 3 天: a window as people say it; whole days from two on. */
export function windowWords(hours: number, { t }: Words): string {
  if (hours % DAY_H === 0 && hours > DAY_H) return t("screens.days", { days: hours / DAY_H });
  return t("screens.hours", { hours });
}
