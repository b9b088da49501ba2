import fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "../../domain/testing/seed.ts";
import { shrink } from "./shrink.ts";

const always = () => true;

test("finds exactly what a failure needs, wherever it stands among the rest", async () => {
  const cases = fc
    .uniqueArray(fc.integer({ min: 0, max: 199 }), { minLength: 1, maxLength: 4 })
    .map((needed) => needed.sort((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(cases, async (needed) => {
      const all = Array.from({ length: 200 }, (_, i) => i);
      const fails = async (part: readonly number[]) => needed.every((item) => part.includes(item));
      expect(await shrink(all, fails, always)).toEqual(needed);
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test("one culprit among 200 takes few tries, and a list that never fails again stays whole", async () => {
  const all = Array.from({ length: 200 }, (_, i) => i);
  let tries = 0;
  const found = await shrink(
    all,
    async (part) => {
      tries++;
      return part.includes(137);
    },
    always,
  );
  expect(found).toEqual([137]);
  expect(tries).toBeLessThanOrEqual(16);
  expect(await shrink([1, 2, 3, 4], async () => false, always)).toEqual([1, 2, 3, 4]);
});

test("stops when the time is up, with the shortest that failed", async () => {
  let left = 1;
  const found = await shrink(
    [1, 2, 3, 4],
    async (part) => part.includes(1),
    () => left-- > 0,
  );
  expect(found).toEqual([1, 2]);
});
