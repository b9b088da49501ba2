import type { Locale } from "../language.ts";

/** How much of a number is shown: whole to 9,999 / whole to 99,999 / at most about three digits. */
export type Detail = "whole" | "tenths" | "coarse";

/** A number as a screen shows it, its unit apart so that it can be set smaller. */
export interface Count {
  digits: string;
  unit: string;
}

type Scale = [size: number, unit: string][];

/** Descending. 千 is not said for counts, so Chinese stays whole to 9,999. */
const SCALES: Record<Locale, Scale> = {
  "zh-CN": [
    [1e8, "亿"],
    [1e4, "万"],
  ],
  en: [
    [1e6, "M"],
    [1e3, "k"],
  ],
};

const WHOLE_BELOW: Record<Detail, Record<Locale, number>> = {
  whole: { "zh-CN": 1e8, en: 1e8 },
  tenths: { "zh-CN": 1e4, en: 1e4 },
  coarse: { "zh-CN": 1e4, en: 1e3 },
};

/** Grouped by thousands in both languages: 12,034. */
export function wholeCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * A count in the detail given, cut and never rounded up, so that it fits where it stands:
 * 123,456 is 12.3万 or 123k in tenths, 12万 or 123k coarse.
 */
export function countOf(count: number, locale: Locale, detail: Detail): Count {
  if (count < WHOLE_BELOW[detail][locale]) {
    return { digits: detail === "coarse" ? String(count) : wholeCount(count), unit: "" };
  }
  const [size, unit] = SCALES[locale].find(([from]) => count >= from)!;
  const scaled = count / size;
  const wholeFrom = detail === "coarse" ? 10 : 100;
  const digits = scaled >= wholeFrom ? wholeCount(scaled) : String(Math.floor(scaled * 10) / 10);
  return { digits, unit };
}
