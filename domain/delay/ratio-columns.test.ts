import { expect, test } from "vitest";
import { ratioOf } from "./ratio.ts";
import { RatioColumns } from "./ratio-columns.ts";

/** As array_send has it, of bucket → visits. */
function sent(counts: Record<number, number>): Uint8Array {
  const elements = Object.entries(counts).map(([bucket, visits]) => Number(bucket) * 2 ** 24 + visits);
  const bytes = Buffer.alloc(20 + 8 * elements.length);
  for (const [i, element] of elements.entries()) bytes.writeInt32BE(element, 24 + 8 * i);
  return bytes;
}

test("takes the p90 of a single row as it is kept, and wants no histogram for it", () => {
  const ratios = new RatioColumns();
  ratios.addSum(3, 20, 35, 1);
  expect([...ratios.columns()]).toEqual([3]);
  expect(ratios.wants(3)).toBe(false);
  expect(ratios.p90(3)).toBe(ratioOf(35));
  expect(ratios.p90(4)).toBeNull();
});

test("adds up what several rows, or rows and visits, make up", () => {
  const ratios = new RatioColumns();
  ratios.addSum(0, 9, 10, 1);
  ratios.addSum(0, 1, 40, 1);
  ratios.addSum(1, 9, 10, 1);
  ratios.addVisits(1, 50, 3);
  ratios.addVisits(2, 50, 3);
  expect([0, 1, 2].map((column) => ratios.wants(column))).toEqual([true, true, false]);
  ratios.addHistogram(0, sent({ 10: 9 }), 1);
  ratios.addHistogram(0, sent({ 40: 1 }), 1);
  ratios.addHistogram(1, sent({ 10: 9 }), 1);
  expect([0, 1, 2].map((column) => ratios.p90(column))).toEqual([10, 50, 50].map(ratioOf));
});

test("knows without histograms that nothing is left when the parts are the whole", () => {
  const ratios = new RatioColumns();
  ratios.addSum(0, 5, 12, 1);
  ratios.addSum(0, 2, 10, -1);
  ratios.addSum(0, 3, 12, -1);
  expect(ratios.wants(0)).toBe(false);
  expect(ratios.p90(0)).toBeNull();
});
