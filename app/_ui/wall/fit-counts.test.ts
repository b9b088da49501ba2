import fc from "fast-check";
import { expect, test } from "vitest";
import { fitCounts, fitWithComing, widthOf } from "./fit-counts.ts";

/** Inside of a tile with six columns at 1080p. */
const WIDTH = 248;
/** Every length of number is as likely as any other. */
const count = fc.oneof(
  fc.constant(0),
  ...[9, 99, 999, 9_999, 99_999, 1_000_000].map((max) => fc.integer({ min: Math.ceil(max / 10), max })),
);

test("any counts up to a million fit a tile, with reds of at least 65 px", () => {
  fc.assert(
    fc.property(
      fc.record({ red: count, yellow: count, breached: count }),
      fc.constantFrom("zh-CN" as const, "en" as const),
      (counts, locale) => {
        const fitted = fitCounts(counts, locale, WIDTH);
        expect(widthOf(fitted, counts)).toBeLessThanOrEqual(WIDTH);
        expect(fitted.redSize).toBeGreaterThanOrEqual(65);
        expect(fitted.sideSize).toBeGreaterThanOrEqual(22);
      },
    ),
    { verbose: 1, numRuns: 2_000 },
  );
});

test("an ordinary tile is set at full size and in full", () => {
  const fitted = fitCounts({ red: 37, yellow: 24, breached: 9 }, "zh-CN", WIDTH);
  expect(fitted).toMatchObject({ redSize: 76, sideSize: 34, red: { digits: "37", unit: "" } });
});

test("size is given up before detail", () => {
  const fitted = fitCounts({ red: 2_257, yellow: 41, breached: 0 }, "en", WIDTH);
  expect(fitted.red).toEqual({ digits: "2,257", unit: "" });
  expect(fitted.redSize).toBeLessThan(84);
});

test("a crowded board still shows something", () => {
  expect(fitCounts({ red: 9_999, yellow: 9_999, breached: 9_999 }, "en", 90).redSize).toBe(48);
});

test("what will be red stands beside the reds of the worst tile, which stay as large as a wall needs them", () => {
  const { fitted, coming, takes } = fitWithComing({ red: 37, yellow: 24, breached: 9 }, 55, "zh-CN", WIDTH);
  expect(coming).toEqual({ digits: "55", unit: "" });
  expect(takes).toBeLessThanOrEqual(WIDTH);
  expect(fitted.redSize).toBeGreaterThanOrEqual(65);
});

test("it gives way to what is, and to whole numbers of it", () => {
  const counts = { red: 2_257, yellow: 1_041, breached: 0 };
  expect(fitWithComing(counts, 2_300, "en", WIDTH)).toMatchObject({
    coming: null,
    fitted: fitCounts(counts, "en", WIDTH),
  });
  expect(fitWithComing(counts, null, "en", WIDTH).coming).toBeNull();
});
