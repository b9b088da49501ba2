import { expect, test } from "vitest";
import { dayOf } from "./day.ts";

const BERLIN = "Europe/Berlin";

test.each([
  ["of 24 hours", "2026-03-02T12:00:00Z", "2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z"],
  ["that loses an hour, before it", "2026-03-29T00:30:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
  ["that loses an hour, after it", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
  ["that wins an hour, before it", "2026-10-25T00:30:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
  ["that wins an hour, after it", "2026-10-25T22:59:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
])("a day %s", (_, at, from, to) => {
  expect(dayOf(Date.parse(at), BERLIN)).toEqual({ fromMs: Date.parse(from), toMs: Date.parse(to) });
});

test("a day begins with its first moment", () => {
  const { toMs } = dayOf(Date.parse("2026-03-29T12:00:00Z"), BERLIN);
  expect(dayOf(toMs - 1, BERLIN).toMs).toBe(toMs);
  expect(dayOf(toMs, BERLIN).fromMs).toBe(toMs);
});
