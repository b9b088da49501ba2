import { expect, test } from "vitest";
import { addPackedRatios, p90Of, RATIO_BUCKETS, RATIO_ONE } from "./ratio.ts";

/** As array_send has it: one dimension, no nulls, int4; the empty array has no dimension. */
function sent(elements: number[]): Uint8Array {
  const bytes = Buffer.alloc(elements.length === 0 ? 12 : 20 + 8 * elements.length);
  bytes.writeInt32BE(23, 8);
  if (elements.length === 0) return bytes;
  for (const [i, value] of [1, 0, 23, elements.length, 1].entries()) bytes.writeInt32BE(value, 4 * i);
  for (const [i, element] of elements.entries()) {
    bytes.writeInt32BE(4, 20 + 8 * i);
    bytes.writeInt32BE(element, 24 + 8 * i);
  }
  return bytes;
}

test("adds up what the database packs, corrections too", () => {
  const visits = new Int32Array(RATIO_BUCKETS);
  addPackedRatios(visits, sent([]), 1);
  expect([...visits].every((count) => count === 0)).toBe(true);
  addPackedRatios(visits, sent([7 * 2 ** 24 + 12]), 1);
  addPackedRatios(visits, sent([-1, 7 * 2 ** 24 - 3, 63 * 2 ** 24 + 2]), 1);
  expect([visits[0], visits[7], visits[63]]).toEqual([-1, 9, 2]);
  addPackedRatios(visits, sent([-1, 7 * 2 ** 24 + 9, 63 * 2 ** 24 + 2]), -1);
  expect([...visits].every((count) => count === 0)).toBe(true);
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
