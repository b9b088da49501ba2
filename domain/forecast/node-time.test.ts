import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultClocks } from "../settings/defaults.ts";
import { addAllowance } from "../sla/working-time.ts";
import { SEED } from "../testing/seed.ts";
import { AGE_STEPS_MS, ageStepOf, middleOfStep } from "./ages.ts";
import { instantAt, nodeTime, timeAt } from "./node-time.ts";

const DAY_MS = 86_400_000;
const FROM = Date.parse("2026-09-25T00:00:00Z");
const TO = FROM + 40 * DAY_MS;
const calendar = { holidays: new Set(["2026-10-01", "2026-10-02"]), makeUpDays: new Set(["2026-09-27"]) };

test.each(defaultClocks("Asia/Shanghai"))("the time of the clock $key is what allowances count", (clock) => {
  const time = nodeTime(clock, calendar, FROM, TO);
  fc.assert(
    fc.property(
      fc.integer({ min: FROM, max: FROM + 20 * DAY_MS }),
      fc.integer({ min: 1, max: 5 * 12 * 3_600_000 }),
      (enteredAt, allowanceMs) => {
        const dueAt = addAllowance(clock, calendar, enteredAt, allowanceMs, [])!;
        expect(timeAt(time, dueAt) - timeAt(time, enteredAt)).toBe(allowanceMs);
        const passed = timeAt(time, enteredAt);
        expect(timeAt(time, instantAt(time, passed))).toBe(passed);
        expect(instantAt(time, passed)).toBeGreaterThanOrEqual(enteredAt);
      },
    ),
    { seed: SEED, numRuns: 100 },
  );
  expect(instantAt(time, -1)).toBe(Number.NEGATIVE_INFINITY);
});

test("an age lies in the step that begins at or before it", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 200 * DAY_MS }), (ageMs) => {
      const step = ageStepOf(ageMs);
      expect(AGE_STEPS_MS[step]!).toBeLessThanOrEqual(Math.max(0, ageMs));
      expect(AGE_STEPS_MS[step + 1] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(ageMs);
    }),
    { seed: SEED },
  );
  AGE_STEPS_MS.forEach((from, step) => {
    expect([ageStepOf(from), ageStepOf(middleOfStep(step))]).toEqual([step, step]);
  });
});
