import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { orderEvents } from "../../domain/order/arbitrary.testing.ts";
import { SEED } from "../../domain/testing/seed.ts";
import type { NodeRow } from "../../domain/wire/board.ts";
import { CHANGE_KINDS, type Change, type ChangeKind } from "../../domain/wire/changes.ts";
import { recordEvents } from "../commands/record-events.ts";
import { type TestContext, testContext } from "../testing/context.ts";
import { boardAsOf } from "./board-as-of.ts";
import { changedVisits } from "./changed-visits.ts";
import { readChanges } from "./changes.ts";

const HOUR_MS = 3_600_000;
const START = Date.parse("2026-11-09T00:00:00+08:00");
const NOW = START + 80 * HOUR_MS;
const PAGE = 7;

let ctx: TestContext;
beforeAll(async () => {
  ctx = await testContext({ now: NOW });
});
afterAll(() => ctx.close());

const NUMBER_OF: Record<ChangeKind, (change: Change) => number> = {
  entered: (change) => change.entered,
  left: (change) => change.left,
  turned_red: (change) => change.turnedRed,
  ended_red: (change) => change.endedRed,
};

/** Every page of a list. */
async function listed(change: ChangeKind, node: string | null, fromMs: number, toMs: number) {
  const visits = [];
  let totals: { visits: number; orders: number } | null = null;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const asked = { fromMs, toMs, change, node, cursor: cursor ?? null, limit: PAGE };
    const page = await changedVisits(ctx, asked);
    totals ??= page.totals;
    visits.push(...page.visits);
    cursor = page.nextCursor;
  }
  return { visits, totals: totals! };
}

it("is the difference of two boards, and its lists add up to it", async () => {
  const window = fc
    .tuple(fc.integer({ min: 0, max: 79 * 60 }), fc.integer({ min: 0, max: 30 * 60 }))
    .map(([at, length]) => [START + at * 60_000, Math.min(NOW, START + (at + length) * 60_000)] as const);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(orderEvents("A"), orderEvents("B")), window, async (orders, [fromMs, toMs]) => {
      run++;
      const events = orders.flat().map((event) => {
        const orderNo = `${event.orderNo}${run}`;
        return { ...event, orderNo, id: `${orderNo}-${event.id}` };
      });
      await recordEvents(ctx, events);
      const changes = await readChanges(ctx, { fromMs, toMs }, new Set());
      const [before, after] = [await boardAsOf(ctx, fromMs), await boardAsOf(ctx, toMs)];
      const lights = ({ green, yellow, red, breached }: NodeRow) => ({
        open: green + yellow + red,
        yellow,
        red,
        breached,
      });
      const rows = [...changes.nodes, ...changes.watches];
      expect(rows.map((row) => row.before)).toEqual([...before.nodes, ...before.watches].map(lights));
      expect(rows.map((row) => row.after)).toEqual([...after.nodes, ...after.watches].map(lights));
      for (const change of [...rows, changes.totals]) {
        expect(change.before.open + change.entered - change.left).toBe(change.after.open);
        expect(change.before.red + change.turnedRed - change.endedRed).toBe(change.after.red);
      }
      expect(changes.totals.after.open).toBe(after.totals.open);
      const busiest = rows.toSorted((a, b) => b.turnedRed + b.left - a.turnedRed - a.left)[0]!;
      for (const kind of CHANGE_KINDS) {
        for (const [node, change] of [
          [null, changes.totals],
          [busiest.key, busiest],
        ] as const) {
          const { visits, totals } = await listed(kind, node, fromMs, toMs);
          expect(visits).toHaveLength(NUMBER_OF[kind](change));
          expect(totals.visits).toBe(visits.length);
          expect(totals.orders).toBe(new Set(visits.map((visit) => visit.orderNo)).size);
          const moments = visits.map(({ at }) => Date.parse(at));
          expect(moments).toEqual(moments.toSorted((a, b) => a - b));
          for (const at of moments) expect(at > fromMs && at <= toMs).toBe(true);
        }
      }
    }),
    { seed: SEED, numRuns: 10, verbose: 1 },
  );
});
