import fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "../../../domain/testing/seed.ts";
import { ageScale } from "./age-scale.ts";

test("what is older stands higher, and all of it stands on the chart", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 60, max: 90 * 86_400 }), { minLength: 1, maxLength: 20 }),
      (ages) => {
        const scale = ageScale(ages);
        const sorted = [...ages].sort((a, b) => a - b).map(scale.at);
        expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
        expect(sorted[0]).toBeGreaterThanOrEqual(0);
        expect(sorted.at(-1)).toBeLessThanOrEqual(1);
        const ticks = scale.ticks.map(scale.at);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every((at) => at > 0 && at < 1)).toBe(true);
      },
    ),
    { seed: SEED },
  );
});
