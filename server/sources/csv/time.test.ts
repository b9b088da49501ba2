import fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "../../../domain/testing/seed.ts";
import { instantToLocal } from "../../../domain/time/zone.ts";
import { RowError } from "./problem.ts";
import { isNever, readTime, type TimeReading } from "./time.ts";

const SHANGHAI: TimeReading = { zone: "Asia/Shanghai", order: "ymd" };
const iso = (value: string, reading = SHANGHAI) => new Date(readTime("t", value, reading)).toISOString();

test.each([
  ["2026-03-01 12:00:00", "2026-03-01T04:00:00.000Z"],
  ["2026-03-01T12:00:00", "2026-03-01T04:00:00.000Z"],
  ["2026/3/1 12:00", "2026-03-01T04:00:00.000Z"],
  ["2026/03/01 9:05:07", "2026-03-01T01:05:07.000Z"],
  ["2026.3.1 12:00:00.250", "2026-03-01T04:00:00.250Z"],
  ["2026-03-01 12:00:00,5", "2026-03-01T04:00:00.500Z"],
  ["2026-03-01", "2026-02-28T16:00:00.000Z"],
  ["2026年3月1日", "2026-02-28T16:00:00.000Z"],
  ["2026年3月1日 12时30分05秒", "2026-03-01T04:30:05.000Z"],
  ["2026年3月1日12:30", "2026-03-01T04:30:00.000Z"],
  ["2026/3/1 下午 3:05:00", "2026-03-01T07:05:00.000Z"],
  ["2026/3/1 上午12:05", "2026-02-28T16:05:00.000Z"],
  ["2026/3/1 3:05 PM", "2026-03-01T07:05:00.000Z"],
  ["2026/3/1 12:05 AM", "2026-02-28T16:05:00.000Z"],
  ["2026-03-01 24:00:00", "2026-03-01T16:00:00.000Z"],
  ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z"],
  ["2026-03-01 12:00:00 +08:00", "2026-03-01T04:00:00.000Z"],
  ["2026-03-01T12:00:00.123456-0300", "2026-03-01T15:00:00.123Z"],
  ["2026-03-01 12:00:00 UTC", "2026-03-01T12:00:00.000Z"],
  ["20260301120000", "2026-03-01T04:00:00.000Z"],
  ["20260301", "2026-02-28T16:00:00.000Z"],
  ["1772337600", "2026-03-01T04:00:00.000Z"],
  ["1772337600123", "2026-03-01T04:00:00.123Z"],
  ["46082.5", "2026-03-01T04:00:00.000Z"],
  ["46082", "2026-02-28T16:00:00.000Z"],
])("%s is read", (value, instant) => {
  expect(iso(value)).toBe(instant);
});

test.each([
  "昨天",
  "2026-02-30 12:00:00",
  "2026-13-01 00:00:00",
  "2026-03-01 24:00:01",
  "2026-03-01 12:60:00",
  "2026-03-01 12:00:60",
  "03/04/2026 12:00",
  "3/4/26",
  "12:00:00",
  "2026-03-01 12:00:00 +25:00",
  "1999-12-31 12:00:00",
  "9999-12-31 00:00:00",
  "177233760012345",
  "-1",
  "2026-03-01 13:00 AM",
  "2026-03-01 12:00:00 CST",
])("%s is refused", (value) => {
  expect(() => readTime("时间", value, SHANGHAI)).toThrow(RowError);
});

test("a mapping may say that the day or the month comes first", () => {
  expect(iso("03/04/2026 12:00", { zone: "UTC", order: "dmy" })).toBe("2026-04-03T12:00:00.000Z");
  expect(iso("03/04/2026 12:00", { zone: "UTC", order: "mdy" })).toBe("2026-03-04T12:00:00.000Z");
});

test("a local time that a clock change skipped moves on by the gap", () => {
  const saoPaulo: TimeReading = { zone: "America/Sao_Paulo", order: "ymd" };
  expect(iso("2017-10-15 00:30:00", saoPaulo)).toBe("2017-10-15T03:30:00.000Z");
});

test("what databases print for never is no time", () => {
  for (const value of ["", "0", "0000-00-00 00:00:00", "1970-01-01 08:00:00"])
    expect(isNever(value)).toBe(true);
  expect(isNever("2026-03-01")).toBe(false);
});

test(`every second of the years 2000 to 2099 is read back in every form (seed ${SEED})`, () => {
  const second = fc.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2099, 11, 30) / 1000 });
  fc.assert(
    fc.property(second, (s) => {
      const at = s * 1000;
      const local = new Date(instantToLocal("Asia/Shanghai", at)).toISOString();
      const [date, clock] = [local.slice(0, 10), local.slice(11, 19)];
      const [y, m, d] = date.split("-").map(Number);
      const serial = instantToLocal("Asia/Shanghai", at) / 86_400_000 + 25_569;
      const forms = [`${date} ${clock}`, `${y}/${m}/${d} ${clock}`, `${y}年${m}月${d}日 ${clock}`];
      forms.push(local.replace(/\D/g, "").slice(0, 14), `${date}T${clock}+08:00`, serial.toFixed(9));
      // In 2000–2099 no Chinese clock change comes into it.
      for (const form of forms) expect(Math.abs(readTime("t", form, SHANGHAI) - at)).toBeLessThanOrEqual(1);
    }),
    { seed: SEED, numRuns: 300 },
  );
});
