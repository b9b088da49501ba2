import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applyDelta } from "../../domain/board/apply.ts";
import { orderEvents } from "../../domain/order/arbitrary.testing.ts";
import { SEED } from "../../domain/testing/seed.ts";
import type { Board, Snapshot } from "../../domain/wire/board.ts";
import { recordEvents } from "../commands/record-events.ts";
import { type TestContext, testContext } from "../testing/context.ts";
import { boardAsOf } from "./board-as-of.ts";
import { replay } from "./replay.ts";

const HOUR_MS = 3_600_000;
const START = Date.parse("2026-11-09T00:00:00+08:00");
/** Visits that are open then are red, or will be. */
const NOW = START + 80 * HOUR_MS;

let ctx: TestContext;
beforeAll(async () => {
  ctx = await testContext({ now: NOW });
});
afterAll(() => ctx.close());

/** What the two must agree on: a past board is of no epoch, and sources are not judged for the past. */
const seen = ({ asOf, totals, nodes, watches }: Board) => ({ asOf, totals, nodes, watches });

it("gives the live reducer frames that are the board of every moment", async () => {
  const stretch = fc.record({
    fromMs: fc.integer({ min: START - HOUR_MS, max: NOW - HOUR_MS }),
    minutes: fc.integer({ min: 0, max: 40 * 60 }),
    stepMs: fc.constantFrom(7 * 60_000, HOUR_MS, 5 * HOUR_MS),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(orderEvents("A"), orderEvents("B")), stretch, async (orders, asked) => {
      run++;
      const events = orders.flat().map((event) => {
        const orderNo = `${event.orderNo}${run}`;
        return { ...event, orderNo, id: `${orderNo}-${event.id}` };
      });
      await recordEvents(ctx, events);
      const { fromMs, stepMs } = asked;
      // Few steps of each: every one is counted once more from all visits.
      const lengthMs = Math.min(asked.minutes * 60_000, 6.5 * stepMs, NOW - fromMs);
      const told = await replay(ctx, { fromMs, toMs: Math.floor(fromMs + lengthMs), stepMs });
      let board: Snapshot = told.snapshot;
      expect(seen(board)).toEqual(seen(await boardAsOf(ctx, Date.parse(board.asOf))));
      for (const delta of told.deltas) {
        const next = applyDelta(board, delta);
        if (next === "gap") throw new Error("the reducer missed a frame");
        board = next;
        expect(seen(board)).toEqual(seen(await boardAsOf(ctx, Date.parse(board.asOf))));
      }
      expect(board.asOf).toBe(told.to);
    }),
    { seed: SEED, numRuns: 12, verbose: 1 },
  );
});

it("finds whoever was open, however long they had been or would be", async () => {
  const [order] = await ctx.sql<{ id: number }[]>`insert into orders (order_no) values ('long') returning id`;
  const at = (hours: number) => new Date(NOW - 300 * 24 * HOUR_MS + hours * HOUR_MS);
  // Around every bound at which a class of stays begins.
  const stays = [0, 1, 5.9, 6, 6.1, 12, 24, 47, 48, 96, 191, 192, 384, 768, 1_535, 1_536, 1_537, 4_000];
  for (const hours of stays) {
    for (const entered of [-hours - 0.01, -hours, -hours + 0.01, -hours / 2, 0, 0.01]) {
      await ctx.sql`
        insert into visits (id, order_id, token, node, entered_at, left_at, bulky, custom)
        values (gen_random_uuid(), ${order!.id}, 'main', 'picking', ${at(entered)}, ${at(entered + hours)}, false, false)`;
    }
  }
  const board = await boardAsOf(ctx, at(0).getTime());
  const [row] = await ctx.sql<{ open: number }[]>`
    select count(*) as open from visits where entered_at <= ${at(0)} and left_at > ${at(0)}`;
  expect(row!.open).toBeGreaterThan(stays.length * 2);
  expect(board.totals.open).toBe(row!.open);
  expect(board.totals.orders).toBe(1);
});
