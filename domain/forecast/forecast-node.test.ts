import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultClocks, defaultNodes } from "../settings/defaults.ts";
import { SEED } from "../testing/seed.ts";
import { AGE_STEPS_MS, ageStepOf } from "./ages.ts";
import { cutOffAfter, forecastCutOff } from "./cut-offs.ts";
import { forecastNode } from "./forecast-node.ts";
import { nodeTime, timeAt } from "./node-time.ts";
import { paceOf } from "./pace.ts";
import type { NodeSight, PastHour, Waiting } from "./types.ts";

const HOUR_MS = 3_600_000;
const ZONE = "Asia/Shanghai";
/** A Wednesday, 15:20 in Shanghai. */
const NOW = Date.parse("2026-11-11T15:20:00+08:00");
const HOURS = 96;

const calendar = { holidays: new Set<string>(), makeUpDays: new Set<string>() };

function terms(key: string) {
  const node = defaultNodes(ZONE).find((one) => one.key === key)!;
  return { node, clock: defaultClocks(ZONE).find((one) => one.key === node.clock)!, calendar };
}

/** The past of a node where each hour so many left, all of them after the same wait. */
function past(leftOf: (startMs: number) => number, waitMs: number, arrivals = 0): PastHour[] {
  const thisHour = Math.floor(NOW / HOUR_MS);
  return Array.from({ length: HOURS + 1 }, (_, i) => {
    const startMs = (thisHour - HOURS + i) * HOUR_MS;
    const left = leftOf(startMs);
    return {
      startMs,
      endMs: Math.min(startMs + HOUR_MS, NOW),
      arrivals,
      shortArrivals: arrivals,
      left: new Map(left > 0 ? [[ageStepOf(waitMs), left]] : []),
    };
  });
}

/** A sight of a queue; ages are counted in the node's time. */
function sight(key: string, hours: PastHour[], waiting: Waiting[]): NodeSight {
  const { node, clock } = terms(key);
  const time = nodeTime(clock, calendar, NOW - 60 * 24 * HOUR_MS, NOW);
  const open = new Array<number>(AGE_STEPS_MS.length).fill(0);
  for (const { enteredAt, count } of waiting)
    open[ageStepOf(timeAt(time, NOW) - timeAt(time, enteredAt))]! += count;
  return { node, clock, calendar, past: hours, open, waiting };
}

const queue = fc.array(
  fc.record({
    enteredAt: fc.integer({ min: 1, max: 80 * 60 }).map((minutes) => NOW - minutes * 60_000),
    dueAt: fc.integer({ min: -600, max: 600 }).map((minutes) => NOW + minutes * 60_000),
    count: fc.constant(1),
  }),
  { maxLength: 60 },
);
const anyPast = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 0, max: 10 }))
  .map(([left, minutes, arrivals]) => past(() => left, minutes * 60_000, arrivals));
const holds = (property: fc.IProperty<never> | object) =>
  fc.assert(property as never, { seed: SEED, numRuns: 25 });

describe("whatever the past", () => {
  test("where nothing ever left, everything that is due turns red, and what is red stays", () => {
    holds(
      fc.property(queue, (waiting) => {
        const { red, hours } = forecastNode(
          sight(
            "packed",
            past(() => 0, HOUR_MS),
            waiting,
          ),
          NOW,
        );
        expect(red).toBe(waiting.filter(({ dueAt }) => dueAt <= NOW).length);
        for (const { hours: ahead, newlyRed, ...told } of hours) {
          const due = waiting.filter(({ dueAt }) => dueAt <= NOW + ahead * HOUR_MS).length;
          expect(told).toEqual({ low: due, mid: due, high: due });
          expect(newlyRed.mid).toBe(due - red);
        }
      }),
    );
  });

  test("where nothing is due and nothing comes, nothing turns red", () => {
    holds(
      fc.property(queue, anyPast, (waiting, hours) => {
        const late = waiting.map((visit) => ({ ...visit, dueAt: NOW + 9 * HOUR_MS }));
        const calm = hours.map((hour) => ({ ...hour, arrivals: 0, shortArrivals: 0 }));
        const { hours: told, red } = forecastNode(sight("bulky_dispatch", calm, late), NOW);
        expect(red).toBe(0);
        for (const { low, mid, high, newlyRed } of told) {
          expect([low, mid, high, newlyRed.high]).toEqual([0, 0, 0, 0]);
        }
      }),
    );
  });

  test("more pace never means more red", () => {
    holds(
      fc.property(queue, anyPast, fc.double({ min: 1, max: 20, noNaN: true }), (waiting, hours, faster) => {
        const seen = sight("bulky_dispatch", hours, waiting);
        const pace = paceOf(seen, NOW + 4 * HOUR_MS);
        const quick = { ...pace, factorAt: (atMs: number) => faster * pace.factorAt(atMs) };
        const slow = forecastNode(seen, NOW, { ...pace, spread: 1 });
        const fast = forecastNode(seen, NOW, { ...quick, spread: 1 });
        slow.hours.forEach(({ mid, newlyRed }, i) => {
          expect(fast.hours[i]!.mid).toBeLessThanOrEqual(mid);
          expect(fast.hours[i]!.newlyRed.mid).toBeLessThanOrEqual(newlyRed.mid);
        });
      }),
    );
  });

  test("a range holds its middle, and no more turn red than are due or come", () => {
    holds(
      fc.property(queue, anyPast, (waiting, hours) => {
        const calm = hours.map((hour) => ({ ...hour, arrivals: 0, shortArrivals: 0 }));
        for (const { hours: ahead, low, mid, high, newlyRed } of forecastNode(
          sight("packed", calm, waiting),
          NOW,
        ).hours) {
          const due = waiting.filter(({ dueAt }) => dueAt <= NOW + ahead * HOUR_MS).length;
          expect(low).toBeLessThanOrEqual(mid);
          expect(mid).toBeLessThanOrEqual(high);
          expect(high).toBeLessThanOrEqual(due);
          expect(newlyRed.mid).toBeLessThanOrEqual(mid);
        }
      }),
    );
  });
});

const many = (count: number, hoursAgo: number, dueInHours: number): Waiting[] => [
  { enteredAt: NOW - hoursAgo * HOUR_MS, dueAt: NOW + dueInHours * HOUR_MS, count },
];

test("where the oldest go first, those that are older leave before they are due, and the younger do not", () => {
  // Ten an hour leave after 20 hours of waiting, hour by hour.
  const hours = past(() => 10, 20 * HOUR_MS);
  const mid = (hoursAgo: number) =>
    forecastNode(sight("bulky_dispatch", hours, many(10, hoursAgo, 3.5)), NOW).hours[2]!.mid;
  expect(mid(21)).toBeLessThanOrEqual(3);
  expect(mid(4)).toBeGreaterThanOrEqual(9);
});

test("a warehouse that closes leaves nothing until it opens", () => {
  // It works from 8 to 20; each visit leaves after an hour of work.
  const isOpen = (startMs: number) => (startMs / HOUR_MS + 8) % 24 >= 8 && (startMs / HOUR_MS + 8) % 24 < 20;
  const hours = past((startMs) => (isOpen(startMs) ? 12 : 0), HOUR_MS);
  const seen = sight("packed", hours, many(40, 0.2, 1));
  const pace = paceOf(seen, NOW + 16 * HOUR_MS);
  const evening = Date.parse("2026-11-11T22:30:00+08:00");
  expect(pace.factorAt(evening)).toBeLessThan(0.05 * pace.factorAt(NOW + HOUR_MS / 2));
});

test("arrivals with an allowance shorter than the horizon turn red too", () => {
  // 30 an hour come and have 30 minutes; they leave after two hours.
  const hours = past(() => 30, 2 * HOUR_MS, 30);
  const { hours: told } = forecastNode(sight("awaiting_payment", hours, []), NOW);
  expect(told[1]!.newlyRed.mid).toBeGreaterThan(20);
  expect(told[2]!.newlyRed.high).toBeGreaterThan(told[2]!.newlyRed.mid);
});

test("departures in lots scatter more than single ones of the same number", () => {
  const spread = (leftOf: (startMs: number) => number) =>
    paceOf(sight("bulky_dispatch", past(leftOf, 9 * HOUR_MS), many(60, 9, 1)), NOW).spread;
  // A truck every other day at each hour.
  const lots = spread((startMs) => (Math.floor(startMs / HOUR_MS / 24) % 2 === 0 ? 12 : 0));
  expect(lots).toBeGreaterThan(1.3 * spread(() => 6));
});

test("a pace is told once something has left", () => {
  const told = (left: number) =>
    forecastNode(
      sight(
        "packed",
        past(() => left, HOUR_MS),
        many(10, 1, 2),
      ),
      NOW,
    ).pacePerHour;
  expect(told(0)).toBeNull();
  expect(told(8)).toBeGreaterThan(1);
});

test("of what waits for the next cut-off, what will miss it is told by carrier, the longest queue first", () => {
  const node = { ...terms("bulky_dispatch").node, cutoffs: ["11:00", "17:00"], cutoffTimezone: ZONE };
  const atMs = cutOffAfter(node, NOW)!;
  expect(new Date(atMs).toISOString()).toBe("2026-11-11T09:00:00.000Z");
  expect(cutOffAfter(node, atMs)).toBe(Date.parse("2026-11-12T11:00:00+08:00"));
  const seen = {
    ...sight(
      "bulky_dispatch",
      past(() => 5, 20 * HOUR_MS),
      [],
    ),
    node,
  };
  const waiting = [
    ...Array.from({ length: 8 }, () => ({ carrier: "德邦", enteredAt: NOW - 2 * HOUR_MS })),
    ...Array.from({ length: 3 }, () => ({ carrier: null, enteredAt: NOW - 40 * HOUR_MS })),
  ];
  const told = forecastCutOff(seen, waiting, NOW, atMs);
  expect(told.map(({ carrier, waiting: count, at }) => [carrier, count, at])).toEqual([
    ["德邦", 8, "2026-11-11T09:00:00.000Z"],
    [null, 3, "2026-11-11T09:00:00.000Z"],
  ]);
  expect(told[0]!.willMiss.mid).toBeGreaterThanOrEqual(7);
  expect(forecastCutOff({ ...seen, past: past(() => 0, HOUR_MS) }, waiting, NOW, atMs)[0]!.willMiss).toEqual({
    low: 8,
    mid: 8,
    high: 8,
  });
});
