import { expect, test } from "vitest";
import { p90Of, RATIO_BUCKETS, RATIO_ONE, unpackRatio } from "./ratio.ts";

test("reads what the database packs, corrections too", () => {
  expect(unpackRatio(7 * 2 ** 24 + 12)).toEqual({ bucket: 7, visits: 12 });
  expect(unpackRatio(7 * 2 ** 24 - 3)).toEqual({ bucket: 7, visits: -3 });
  expect(unpackRatio(-1)).toEqual({ bucket: 0, visits: -1 });
});

test("nine tenths did not exceed the p90", () => {
  const histogram = new Array<number>(RATIO_BUCKETS).fill(0);
  expect(p90Of(histogram)).toBeNull();
  histogram[RATIO_ONE] = 9;
  histogram[RATIO_BUCKETS - 1] = 1;
  expect(p90Of(histogram)).toBeCloseTo(1.049, 3);
  histogram[RATIO_BUCKETS - 1] = 2;
  expect(p90Of(histogram)).toBeGreaterThan(19);
});
