import { expect, test } from "vitest";
import { BEHIND_AFTER_MS, LATE_AFTER_MS } from "./limits.ts";
import { pulseOf, type Signs } from "./pulse.ts";

const NOW = Date.parse("2026-11-11T02:00:00Z");
const clock = { machineNow: () => NOW, speed: 60 };
const mark = (pipelineAgoMs: number, movedAgoMs: number) => ({
  pipeline: new Date(NOW - pipelineAgoMs).toISOString(),
  movedAt: NOW - movedAgoMs,
  sources: {},
});
const signs = (change: Partial<Signs>): Signs => ({
  hasBoard: true,
  rebuilding: false,
  mark: mark(100, 100),
  eventsPerMinute: 7,
  ...change,
});

test("says when it was made, how fast the shop's clock runs and how far the board lags", () => {
  expect(pulseOf(signs({}), clock)).toEqual({
    sentAt: "2026-11-11T02:00:00.000Z",
    eventsPerMinute: 7,
    speed: 60,
    state: "live",
    lagMs: 100,
  });
});

test.each<[string, Partial<Signs>, string]>([
  ["the watermark moves and is near", {}, "live"],
  ["a rebuild runs beside a board that is right", { rebuilding: true }, "live"],
  ["the watermark moves but is far behind", { mark: mark(BEHIND_AFTER_MS + 1, 100) }, "catching_up"],
  ["the watermark stands still", { mark: mark(LATE_AFTER_MS + 1, LATE_AFTER_MS + 1) }, "late"],
  ["changes wait and none gets through", { mark: mark(60_000, LATE_AFTER_MS + 1) }, "late"],
  ["the board is being built for the first time", { hasBoard: false, rebuilding: true }, "catching_up"],
  ["there is no board and nobody builds one", { hasBoard: false, mark: null }, "late"],
  ["Redis is away, however fresh it was", { hasBoard: false }, "late"],
])("when %s", (_when, change, state) => {
  expect(pulseOf(signs(change), clock).state).toBe(state);
});
