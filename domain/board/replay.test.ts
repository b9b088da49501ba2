import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultNodes } from "../settings/defaults.ts";
import type { NodeVersion } from "../settings/types.ts";
import { SEED } from "../testing/seed.ts";
import { BoardCounter } from "./count.ts";
import { momentsOf, ReplayCounter, type Stay, type Stretch } from "./replay.ts";

const FROM = Date.UTC(2026, 2, 1, 12);
const MINUTE_MS = 60_000;

const [first, second] = defaultNodes("Asia/Shanghai");
const NODES: NodeVersion[] = [
  { ...first!, validFrom: 0 },
  { ...second!, validFrom: 0 },
  { ...second!, key: "watch:x", rank: 30, kind: "watch", validFrom: 0 },
];

// Instants on whole minutes, so that many fall on a moment that is shown, and some around it.
const minute = fc.integer({ min: -20, max: 40 }).map((minutes) => FROM + minutes * MINUTE_MS);
const near = fc.tuple(minute, fc.constantFrom(-1, 0, 0, 1)).map(([at, off]) => at + off);
const sometimes = fc.option(near);

const stay: fc.Arbitrary<Stay> = fc
  .record({
    orderId: fc.integer({ min: 1, max: 6 }),
    node: fc.constantFrom(...NODES.map((node) => node.key), "gone"),
    enteredAt: near,
    stayed: fc.option(fc.integer({ min: 0, max: 30 })),
    warnAt: sometimes,
    dueAt: sometimes,
    promiseAt: sometimes,
  })
  .map(({ stayed, ...visit }) => ({
    ...visit,
    leftAt: stayed === null ? null : visit.enteredAt + stayed * MINUTE_MS,
  }));

const stretch: fc.Arbitrary<Stretch> = fc
  .record({ minutes: fc.integer({ min: 0, max: 20 }), step: fc.integer({ min: 1, max: 9 }) })
  .map(({ minutes, step }) => ({
    fromMs: FROM,
    toMs: FROM + minutes * MINUTE_MS,
    stepMs: step * MINUTE_MS,
  }));

it("is at every moment what a board counts there", () => {
  fc.assert(
    fc.property(fc.array(stay, { maxLength: 40 }), stretch, (stays, asked) => {
      const counter = new ReplayCounter(NODES, asked);
      for (const visit of stays) expect(counter.add(visit)).toBe(visit.node !== "gone");
      const { first: start, steps } = counter.frames();
      let rows = [...start.nodes, ...start.watches];
      const seen = [{ atMs: asked.fromMs, totals: start.totals, rows }];
      for (const { atMs, totals, changed } of steps) {
        rows = rows.map((row) => changed.find(({ key }) => key === row.key) ?? row);
        seen.push({ atMs, totals, rows });
      }
      expect(seen.map(({ atMs }) => atMs)).toEqual(momentsOf(asked));
      for (const { atMs, totals, rows } of seen) {
        const board = new BoardCounter(NODES, atMs);
        const open = stays.filter((v) => v.enteredAt <= atMs && (v.leftAt === null || v.leftAt > atMs));
        for (const visit of open) board.add(visit);
        const counts = board.counts();
        expect({ totals, rows }).toEqual({
          totals: counts.totals,
          rows: [...counts.nodes, ...counts.watches],
        });
      }
    }),
    { seed: SEED, numRuns: 300, verbose: 1 },
  );
});

it("tells only the rows that a step changed", () => {
  const asked = { fromMs: FROM, toMs: FROM + 3 * MINUTE_MS, stepMs: MINUTE_MS };
  const counter = new ReplayCounter(NODES, asked);
  const at = { warnAt: null, promiseAt: null, leftAt: null };
  counter.add({
    orderId: 1,
    node: first!.key,
    enteredAt: FROM - MINUTE_MS,
    dueAt: FROM + 2 * MINUTE_MS,
    ...at,
  });
  counter.add({ orderId: 2, node: second!.key, enteredAt: FROM, dueAt: null, ...at });
  const { steps } = counter.frames();
  expect(steps.map(({ changed }) => changed.map(({ key }) => key))).toEqual([[], [first!.key], []]);
});
