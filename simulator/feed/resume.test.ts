import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../chance/time.ts";
import { whereToResume } from "./resume.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const HISTORY = 48 * HOUR_MS;

test.each([
  { name: "nothing is there: the whole history", marks: [], from: HISTORY, withPast: true },
  {
    name: "heard a moment ago: goes on",
    marks: [60_000, 1_000],
    from: 7 * HOUR_MS + 60_000,
    withPast: false,
  },
  { name: "one name alone", marks: [HOUR_MS], from: 8 * HOUR_MS, withPast: false },
  {
    name: "the newest is somebody else's, ahead of the clock",
    marks: [-4 * HOUR_MS, 3 * HOUR_MS, 5 * HOUR_MS],
    from: 10 * HOUR_MS,
    withPast: false,
  },
  {
    name: "the last run ended within its history: that again from there",
    marks: [60 * HOUR_MS, 55 * HOUR_MS],
    from: 67 * HOUR_MS,
    withPast: true,
  },
  { name: "too long ago: anew", marks: [9 * DAY_MS, 8 * DAY_MS], from: HISTORY, withPast: true },
])("$name", ({ marks, from, withPast }) => {
  const heard = marks.map((ago) => NOW - ago);
  expect(whereToResume(heard, NOW, HISTORY)).toEqual({ fromMs: NOW - from, withPast });
});
