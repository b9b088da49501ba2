import fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "../../domain/testing/seed.ts";
import { planSends, type RobotBudget } from "./plan-sends.ts";

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const robot = (id: string, given: Partial<RobotBudget> = {}): RobotBudget => ({
  id,
  limits: [{ windowMs: MINUTE, most: 3 }],
  sentAt: [],
  bannedUntil: null,
  rank: 0,
  ...given,
});
const after = (plan: { at: number }[]) => plan.map(({ at }) => at - NOW);

test("robots of a group take turns, and then all wait for the first that may again", () => {
  const plan = planSends([robot("a"), robot("b")], NOW, 8);
  expect(plan.slice(0, 6).map(({ robotId }) => robotId)).toEqual(["a", "b", "a", "b", "a", "b"]);
  expect(after(plan)).toEqual([0, 0, 0, 0, 0, 0, MINUTE, MINUTE]);
});

test("a spent budget says when the oldest send leaves its window; a ban ends when it ends", () => {
  const sentAt = [NOW - 50_000, NOW - 10_000, NOW - 5_000];
  expect(after(planSends([robot("a", { sentAt })], NOW, 2))).toEqual([10_000, 50_000]);
  const banned = robot("b", { bannedUntil: NOW + 600_000 });
  expect(planSends([banned, robot("a", { sentAt })], NOW, 1)).toEqual([{ robotId: "a", at: NOW + 10_000 }]);
  expect(planSends([], NOW, 3)).toEqual([]);
});

test("a clock that is set back holds nothing for as long as it was set back", () => {
  const sentAt = [NOW + 3_600_000, NOW + 3_600_001, NOW + 3_600_002];
  expect(after(planSends([robot("a", { sentAt })], NOW, 1))).toEqual([0]);
});

test("the better rank goes first while it may", () => {
  const plan = planSends([robot("webhook", { rank: 2 }), robot("chat")], NOW, 4);
  expect(plan.map(({ robotId }) => robotId)).toEqual(["chat", "chat", "chat", "webhook"]);
});

test(`no plan goes over any window of any robot, and none waits without need (seed ${SEED})`, () => {
  const limits = [
    { windowMs: 1_000, most: 2 },
    { windowMs: MINUTE, most: 5 },
  ];
  const sends = fc
    .array(fc.integer({ min: 0, max: MINUTE }), { maxLength: 5 })
    .map((ago) => ago.map((ms) => NOW - ms).sort((a, b) => a - b))
    .filter((list) => list.every((at, i) => i < 2 || at - list[i - 2]! >= 1_000));
  const group = fc.array(sends, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(group, fc.integer({ min: 1, max: 40 }), (given, count) => {
      const robots = given.map((sentAt, i) => robot(String(i), { limits, sentAt }));
      const plan = planSends(robots, NOW, count);
      expect(plan).toHaveLength(count);
      for (const { id, sentAt } of robots) {
        const all = [...sentAt, ...plan.filter(({ robotId }) => robotId === id).map(({ at }) => at)];
        for (const { windowMs, most } of limits)
          for (let i = most; i < all.length; i++)
            expect(all[i]! - all[i - most]!).toBeGreaterThanOrEqual(windowMs);
      }
      expect(after(plan)).toEqual(after(plan).toSorted((a, b) => a - b));
    }),
    { seed: SEED, numRuns: 200 },
  );
});
