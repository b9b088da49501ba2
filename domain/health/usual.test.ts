import fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "../testing/seed.ts";
import { type SourceHour, Usual } from "./usual.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse("2026-11-11T00:00:00Z");

/** The mask of an hour with these minutes. */
const minutes = (...busy: number[]) =>
  Array.from({ length: 60 }, (_, minute) => (busy.includes(minute) ? "1" : "0")).join("");
const ALL = "1".repeat(60);
const NONE = "0".repeat(60);
const hour = (index: number, live: number, mask = ALL, late = 0): SourceHour => ({
  at: START + index * HOUR,
  live,
  late,
  minutes: mask,
});

test("an hour's events lie in its busy minutes, a history's evenly", () => {
  const hourly = new Usual([hour(0, 100, minutes(5, 6)), hour(1, 100, minutes(5, 6))]);
  expect(hourly.between(START, START + 5 * MINUTE)).toBe(0);
  expect(hourly.between(START, START + 6 * MINUTE)).toBe(50);
  expect(hourly.between(START + 7 * MINUTE, START + HOUR + 5 * MINUTE)).toBe(0);
  expect(hourly.between(START + 7 * MINUTE, START + 65.5 * MINUTE)).toBe(25);
  const history = new Usual([hour(0, 0, NONE, 120)]);
  expect(history.between(START + 10 * MINUTE, START + 20 * MINUTE)).toBe(20);
});

test("what came late tells the time before the first live event, and nothing after it", () => {
  const usual = new Usual([hour(0, 0, NONE, 60), hour(1, 10, ALL, 30), hour(2, 10, ALL, 1_000)]);
  expect(usual.between(START, START + HOUR)).toBe(60);
  expect(usual.between(START + HOUR, START + 2 * HOUR)).toBe(40);
  expect(usual.between(START + 2 * HOUR, START + 3 * HOUR)).toBe(10);
  expect(usual.knownSince).toBe(START);
});

test("it is known since its history begins, or since the first minute in which it sent", () => {
  expect(new Usual([]).knownSince).toBeNull();
  expect(new Usual([hour(3, 5, minutes(40, 41))]).knownSince).toBe(START + 3 * HOUR + 40 * MINUTE);
  expect(new Usual([hour(3, 5, minutes(40), 1)]).knownSince).toBe(START + 3 * HOUR);
});

test("it was busy until the end of the last minute in which something live came", () => {
  expect(new Usual([hour(0, 0, NONE, 5)]).busyUntil).toBeNull();
  const usual = new Usual([hour(0, 9), hour(1, 2, minutes(3, 40)), hour(2, 0, NONE, 5)]);
  expect(usual.busyUntil).toBe(START + HOUR + 41 * MINUTE);
});

test.each([
  ["a stream hardly pauses", [hour(0, 600), hour(1, 600)], 0],
  [
    "an export that is read for five minutes every hour",
    [hour(0, 9, minutes(0, 1, 2, 3, 4)), hour(1, 9, minutes(0, 1, 2, 3, 4))],
    55,
  ],
  ["a poll every ten minutes", [hour(0, 9, minutes(0, 10, 20, 30, 40, 50))], 9],
  ["the time before the first minute is no pause", [hour(0, 9, minutes(30, 40, 50))], 9],
  ["a night is no pause", [hour(0, 600), hour(9, 600)], 0],
  ["a history alone knows none", [hour(0, 0, NONE, 600)], 0],
])("pauses: %s", (_what, hours, expected) => {
  expect(new Usual(hours).pauseMs(START, START + 24 * HOUR)).toBe(expected * MINUTE);
});

test("pauses are looked for in the span that is asked for", () => {
  const usual = new Usual([hour(0, 9, minutes(0)), hour(1, 600), hour(2, 9, minutes(0, 1, 2))]);
  expect(usual.pauseMs(START + HOUR, START + 2 * HOUR)).toBe(0);
  // The hour that has only begun ends at the instant that is asked for.
  expect(usual.pauseMs(START + HOUR, START + 2 * HOUR + 3 * MINUTE)).toBe(0);
});

test("spans add up to the whole, wherever they are cut", () => {
  const mask = fc
    .array(fc.boolean(), { minLength: 60, maxLength: 60 })
    .map((bits) => bits.map((bit) => (bit ? "1" : "0")).join(""));
  const hours = fc
    .uniqueArray(fc.record({ index: fc.nat(80), live: fc.nat(500), late: fc.nat(500), mask }), {
      selector: ({ index }) => index,
    })
    .map((all) => all.sort((a, b) => a.index - b.index))
    .map((all) => all.map(({ index, live, late, mask }) => hour(index, live, mask, late)));
  const cuts = fc.array(fc.integer({ min: -HOUR, max: 90 * HOUR }), { maxLength: 10 });
  fc.assert(
    fc.property(hours, cuts, (all, at) => {
      const usual = new Usual(all);
      const edges = [-HOUR, ...at.sort((a, b) => a - b), 90 * HOUR].map((ms) => START + ms);
      const parts = edges.slice(1).map((to, i) => usual.between(edges[i]!, to));
      for (const part of parts) expect(part).toBeGreaterThanOrEqual(-1e-9);
      const whole = usual.between(edges[0]!, edges.at(-1)!);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(whole, 6);
    }),
    { seed: SEED },
  );
});
