import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLOSED, type IncomingEvent } from "../domain/order/types.ts";
import { SEED } from "../domain/testing/seed.ts";
import { rebuildBoard } from "../server/commands/rebuild-board.ts";
import { recordEvents } from "../server/commands/record-events.ts";
import { listenForPokes } from "../server/live/pokes.ts";
import { readLiveBoard } from "../server/live/read-board.ts";
import { readOverdue } from "../server/live/read-overdue.ts";
import { eventually, flushBoard } from "../server/live/testing/stage.ts";
import { boardAsOf } from "../server/queries/board-as-of.ts";
import { TEST_NOW, type TestContext, testContext } from "../server/testing/context.ts";
import { runProjector } from "./projector/run-projector.ts";
import { runTicker } from "./ticker/run-ticker.ts";

const HOUR = 3_600_000;
const ORDERS = 12;
let ctx: TestContext;

beforeAll(async () => {
  ctx = await testContext();
  console.log(`live-board.test.ts: ANDON_TEST_SEED=${SEED}`);
});
afterAll(() => ctx.close());

type Step =
  | { do: "events"; batch: IncomingEvent[] }
  | { do: "pass"; ms: number }
  | { do: "rebuild" }
  | { do: "flush" };

/** Traffic as sources have it: late, out of order, repeated, and up to five minutes ahead of the clock. */
function steps(nodes: readonly string[]): fc.Arbitrary<Step[]> {
  const instant = fc.integer({ min: -72 * HOUR, max: HOUR / 12 });
  const event = fc.record({
    id: fc.integer({ min: 0, max: 400 }).map((n) => `e${n}`),
    order: fc.integer({ min: 0, max: ORDERS - 1 }),
    token: fc.constantFrom("main", "main", "main", "parcel:1", "refund:F1"),
    node: fc.constantFrom(...nodes, CLOSED, CLOSED, null),
    at: instant,
    promise: fc.option(fc.record({ shipBy: fc.option(instant, { nil: null }), deliverBy: instant }), {
      nil: undefined,
    }),
    hold: fc.option(fc.constantFrom(null, "risk"), { nil: undefined, freq: 4 }),
  });
  const batch = fc.array(event, { minLength: 1, maxLength: 12 }).map((items) =>
    items.map(({ id, order, token, node, at, promise, hold }): IncomingEvent => {
      const absolute = (ms: number | null) => (ms === null ? null : TEST_NOW + ms);
      return {
        source: "test",
        id,
        orderNo: `O${order}`,
        token,
        node,
        occurredAt: TEST_NOW + at,
        promise: promise && { shipBy: absolute(promise.shipBy), deliverBy: TEST_NOW + promise.deliverBy },
        order: hold === undefined ? (node === null ? { region: id } : undefined) : { hold },
      };
    }),
  );
  return fc.array(
    fc.oneof(
      { weight: 12, arbitrary: batch.map((events): Step => ({ do: "events", batch: events })) },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 * HOUR }).map((ms): Step => ({ do: "pass", ms })) },
      { weight: 1, arbitrary: fc.constant<Step>({ do: "rebuild" }) },
      { weight: 1, arbitrary: fc.constant<Step>({ do: "flush" }) },
    ),
    { minLength: 5, maxLength: 25 },
  );
}

test("the board in Redis is what Postgres counts, whatever comes, with workers beside each other", async () => {
  const nodes = [...(await ctx.settings.get()).nodes.keys()];
  const pokes = listenForPokes(ctx);
  const workers = [runProjector(ctx, pokes), runProjector(ctx, pokes), runTicker(ctx, pokes)];
  try {
    await fc.assert(
      fc.asyncProperty(steps(nodes), async (all) => {
        ctx.setNow(TEST_NOW);
        await flushBoard(ctx);
        await ctx.sql`truncate orders, order_lines, events, visits, outbox, quarantine`;
        let rebuilding: Promise<unknown> = Promise.resolve();
        for (const step of all) {
          if (step.do === "events") await recordEvents(ctx, step.batch);
          if (step.do === "pass") ctx.setNow(ctx.clock.shopNow() + step.ms);
          if (step.do === "flush") await flushBoard(ctx);
          if (step.do === "rebuild") rebuilding = rebuildBoard(ctx).catch(() => {});
        }
        await rebuilding;
        await expectTrueBoard();
      }),
      { seed: SEED, numRuns: 25, endOnFailure: true },
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    pokes.close();
  }
}, 120_000);

async function expectTrueBoard(): Promise<void> {
  const now = ctx.clock.shopNow();
  const truth = await boardAsOf(ctx, now);
  const askedAt = ctx.clock.machineNow();
  const live = await eventually(
    () => readLiveBoard(ctx),
    // Everything recorded so far has been seen, and the moment is this one.
    (board) =>
      Date.parse(board?.asOf ?? "") === now && Date.parse(board?.watermark.pipeline ?? "") >= askedAt,
    10_000,
  );
  expect(live!.nodes).toEqual(truth.nodes);
  expect(live!.totals).toEqual(truth.totals);
  const overdue = await ctx.sql<{ node: string; visits: number; ms: string }[]>`
    select node, count(*) as visits,
      trunc(sum(extract(epoch from ${new Date(now)} - due_at)) * 1000)::bigint::text as ms
    from visits
    where due_at <= ${new Date(now)} and entered_at <= ${new Date(now)}
      and (left_at is null or left_at > ${new Date(now)})
    group by node`;
  const kept = [...(await readOverdue(ctx))!.nodes].filter(([, { visits }]) => visits > 0);
  expect(new Map(kept)).toEqual(
    new Map(overdue.map(({ node, visits, ms }) => [node, { visits, overdueMs: BigInt(ms) }])),
  );
}
