import { describe, expect, test } from "vitest";
import { alarmOf, type HeardReport, TV_CLOCK_SKEW_MS, TV_STALE_MS } from "./alarm.ts";
import { TV_LOST_MS, type TvReport } from "./types.ts";

const NOW = 1_700_000_000_000;
const WELL: TvReport = {
  version: "1.0.0",
  screen: "board",
  node: null,
  link: "live",
  epoch: 1,
  seq: 7,
  paintedMsAgo: 300,
  renders: 4,
  visible: true,
  clockSkewMs: 0,
  heapMb: null,
  width: 1920,
  height: 1080,
};
const heard = (agoMs: number, more: Partial<TvReport> = {}, behindMs = 0): HeardReport => ({
  report: { ...WELL, ...more },
  at: NOW - agoMs,
  behindMs,
});
const of = (report: HeardReport | null, sinceMsAgo = 86_400_000) => alarmOf(report, NOW - sinceMsAgo, NOW);

describe("what is wrong with a television", () => {
  test.each([
    ["a well one", heard(1_000), null],
    ["one not heard of for just long enough", heard(TV_LOST_MS), null],
    ["one not heard of for longer", heard(TV_LOST_MS + 1), "lost"],
    ["one that does not paint", heard(0, { paintedMsAgo: TV_LOST_MS + 1 }), "frozen"],
    ["one whose page is out of sight", heard(0, { visible: false }), "frozen"],
    ["one whose clock is fast", heard(0, { clockSkewMs: TV_CLOCK_SKEW_MS + 1 }), "clock"],
    ["one whose clock is slow", heard(0, { clockSkewMs: -TV_CLOCK_SKEW_MS - 1 }), "clock"],
    ["one that shows an old frame", heard(0, {}, TV_STALE_MS + 1), "stale"],
    ["one with everything wrong", heard(0, { visible: false, clockSkewMs: 9e9 }, 9e9), "frozen"],
    ["one with everything wrong that is gone", heard(60_000, { visible: false }, 9e9), "lost"],
    ["one that is honest about late data", heard(0, { link: "late" }), null],
  ] as const)("%s", (_name, report, alarm) => expect(of(report)).toBe(alarm));

  test("one that has just been paired has as long to come as any", () => {
    expect(of(null, TV_LOST_MS)).toBeNull();
    expect(of(null, TV_LOST_MS + 1)).toBe("lost");
  });
});
