import { describe, expect, test } from "vitest";
import { ageOf } from "./age.ts";
import { countOf, wholeCount } from "./count.ts";
import { instantParts, monthName } from "./instant.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("counts", () => {
  test("are grouped by thousands", () => {
    expect([0, 999, 1_000, 12_034, 1_000_000].map(wholeCount)).toEqual([
      "0",
      "999",
      "1,000",
      "12,034",
      "1,000,000",
    ]);
  });

  test.each([
    [9_999, "9,999", "9,999", "9999", "9.9k"],
    [10_000, "1万", "10k", "1万", "10k"],
    [12_399, "1.2万", "12.3k", "1.2万", "12k"],
    [123_456, "12.3万", "123k", "12万", "123k"],
    [999_999, "99.9万", "999k", "99万", "999k"],
    [1_000_000, "100万", "1M", "100万", "1M"],
    [123_456_789, "1.2亿", "123M", "1.2亿", "123M"],
  ])("%i is cut, never rounded up, in both languages", (count, zhTenths, enTenths, zhCoarse, enCoarse) => {
    const shown = (locale: "zh-CN" | "en", detail: "tenths" | "coarse") => {
      const { digits, unit } = countOf(count, locale, detail);
      return digits + unit;
    };
    expect([shown("zh-CN", "tenths"), shown("en", "tenths")]).toEqual([zhTenths, enTenths]);
    expect([shown("zh-CN", "coarse"), shown("en", "coarse")]).toEqual([zhCoarse, enCoarse]);
  });
});

describe("ages", () => {
  test.each([
    [-5_000, "underMinute", {}],
    [59_999, "underMinute", {}],
    [MINUTE, "minutes", { m: 1 }],
    [41 * MINUTE, "minutes", { m: 41 }],
    [6 * HOUR + 12 * MINUTE, "hoursMinutes", { h: 6, m: 12 }],
    [13 * HOUR, "hours", { h: 13 }],
    [5 * DAY + 2 * HOUR, "daysHours", { d: 5, h: 2 }],
    [DAY + 59 * MINUTE, "days", { d: 1 }],
  ])("%i ms is said as %s", (ms, form, values) => {
    expect(ageOf(ms)).toEqual({ form, values });
  });

  test("says seconds when asked", () => {
    expect(ageOf(12_400, { seconds: true })).toEqual({ form: "seconds", values: { s: 12 } });
  });
});

describe("instants", () => {
  test("are read on the shop's own clock", () => {
    const at = Date.UTC(2026, 2, 1, 6, 2);
    expect(instantParts(at, "Asia/Shanghai")).toEqual({
      time: "14:02",
      year: 2026,
      month: 3,
      day: 1,
      weekday: 0,
    });
    expect(instantParts(at, "America/Sao_Paulo").time).toBe("03:02");
  });

  test("midnight is 00:00 of the new day", () => {
    const at = Date.UTC(2026, 1, 28, 16, 0);
    expect(instantParts(at, "Asia/Shanghai")).toMatchObject({ time: "00:00", month: 3, day: 1 });
  });

  test("name the month in the language", () => {
    expect([monthName(3, "zh-CN"), monthName(9, "en")]).toEqual(["3", "Sep"]);
  });
});
