import { expect, test } from "vitest";
import { Random } from "./random.ts";

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

test("the same seeds give the same stream, any other seed another one", () => {
  expect(draw(new Random(1, 20_000, 3), 50)).toEqual(draw(new Random(1, 20_000, 3), 50));
  const first = new Set([
    draw(new Random(1, 20_000, 3), 1)[0],
    draw(new Random(2, 20_000, 3), 1)[0],
    draw(new Random(1, 20_001, 3), 1)[0],
    draw(new Random(1, 20_000, 4), 1)[0],
    draw(new Random(3, 20_000, 1), 1)[0],
    // Keys of orders are larger than 32 bits.
    draw(new Random(1, 20_000 + 2 ** 33, 3), 1)[0],
  ]);
  expect(first.size).toBe(6);
});

test("first numbers of neighbouring seeds are uniform", () => {
  const tenths = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 20_000; seed++) tenths[new Random(7, seed, 2).below(10)]!++;
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});

test("dwell has the median and the spread it is asked for, and an end", () => {
  const random = new Random(11);
  const dwells = Array.from({ length: 20_001 }, () => random.dwell(60, 0.5, 300)).sort((a, b) => a - b);
  expect(dwells[10_000]).toBeGreaterThan(58);
  expect(dwells[10_000]).toBeLessThan(62);
  // One standard deviation above the median: e^0.5 times it.
  expect(dwells[16_827]! / 60).toBeGreaterThan(1.58);
  expect(dwells[16_827]! / 60).toBeLessThan(1.72);
  expect(dwells[20_000]).toBeLessThanOrEqual(300);
});
