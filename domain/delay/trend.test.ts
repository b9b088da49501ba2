import { expect, test } from "vitest";
import { TREND_FLOOR, trendOf } from "./trend.ts";

test("a few visits more or fewer are chance", () => {
  expect(trendOf(0, 0)).toBe("steady");
  expect(trendOf(TREND_FLOOR - 1, 0)).toBe("steady");
  expect(trendOf(TREND_FLOOR, 0)).toBe("growing");
  expect(trendOf(0, TREND_FLOOR - 1)).toBe("steady");
  expect(trendOf(0, TREND_FLOOR)).toBe("draining");
});

test("at a busy node it takes a tenth of what passes through", () => {
  expect(trendOf(1_000, 901)).toBe("steady");
  expect(trendOf(1_000, 900)).toBe("growing");
  expect(trendOf(901, 1_000)).toBe("steady");
  expect(trendOf(900, 1_000)).toBe("draining");
});
