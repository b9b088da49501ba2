import fc from "fast-check";
import { expect, test } from "vitest";
import { afterWork, atHour, dayOf, HOUR_MS, MINUTE_MS, OFFICE, SERVICE, toWire, WAREHOUSE } from "./time.ts";

const at = (text: string) => Date.parse(`${text}+08:00`);

test("work waits for the shift, the night and the weekend", () => {
  expect(afterWork(at("2026-11-20T07:00"), HOUR_MS, WAREHOUSE)).toBe(at("2026-11-20T09:00"));
  expect(afterWork(at("2026-11-20T19:30"), HOUR_MS, WAREHOUSE)).toBe(at("2026-11-21T08:30"));
  // A Friday evening's payout is Monday's.
  expect(afterWork(at("2026-11-20T17:30"), HOUR_MS, OFFICE)).toBe(at("2026-11-23T09:30"));
  expect(afterWork(at("2026-11-20T23:30"), 0, SERVICE)).toBe(at("2026-11-21T09:00"));
});

test("work done in one go or in two takes as long", () => {
  const minutes = fc.integer({ min: 0, max: 5_000 });
  const property = fc.property(fc.integer({ min: 0, max: 10_000 }), minutes, minutes, (offset, a, b) => {
    const from = at("2026-01-01T00:00") + offset * 37 * MINUTE_MS;
    const twice = afterWork(afterWork(from, a * MINUTE_MS, SERVICE), b * MINUTE_MS, SERVICE);
    const once = afterWork(from, (a + b) * MINUTE_MS, SERVICE);
    // Work that ends at closing time and work that begins in the morning are the same instant of work.
    expect(afterWork(twice, MINUTE_MS, SERVICE)).toBe(afterWork(once, MINUTE_MS, SERVICE));
  });
  fc.assert(property, { verbose: true });
});

test("days and wire times are the shop's", () => {
  expect(toWire(at("2026-11-11T00:00:00.5"))).toBe("2026-11-11T00:00:00.500+08:00");
  expect(atHour(dayOf(at("2026-11-11T00:00")), 8.5)).toBe(at("2026-11-11T08:30"));
});
