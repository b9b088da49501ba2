import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AGE_STEPS_MS, ageStepOf } from "../../domain/forecast/ages.ts";
import { LOOK_BACK_HOURS } from "../../domain/forecast/look-back.ts";
import { nodeTime, timeAt } from "../../domain/forecast/node-time.ts";
import { newest } from "../../domain/settings/history.ts";
import { forecastSchema } from "../../domain/wire/forecast.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { readWaiting } from "../live/read-waiting.ts";
import { flushBoard, stageOrder } from "../live/testing/stage.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { currentSettings } from "./current-settings.ts";
import { countForecast } from "./forecast.ts";
import { PastHours } from "./past-hours.ts";

const HOUR_MS = 3_600_000;
let ctx: TestContext;

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.setNow(TEST_NOW);
  await flushBoard(ctx);
  await ctx.sql`truncate orders, visits, outbox`;
});

async function timesOf(...nodes: string[]) {
  const settings = await currentSettings(ctx);
  return new Map(
    nodes.map((key) => {
      const clock = newest(settings.clocks.get(newest(settings.nodes.get(key)!).clock)!);
      return [key, nodeTime(clock, settings.calendar, TEST_NOW - AGE_STEPS_MS.at(-1)!, TEST_NOW)];
    }),
  );
}

test("without a board there is no forecast", async () => {
  expect(await countForecast(ctx)).toBeNull();
});

test("counts what is open in Redis and what left by Postgres, node by node in their order", async () => {
  for (let i = 0; i < 24; i++) {
    // One left every four hours of the last days, after thirty hours; five wait for as long.
    const leftAt = TEST_NOW - i * 4 * HOUR_MS - 60_000;
    await stageOrder(ctx, `L${i}`, [{ node: "bulky_dispatch", enteredAt: leftAt - 30 * HOUR_MS, leftAt }]);
  }
  const due = TEST_NOW + 2.5 * HOUR_MS;
  for (let i = 0; i < 5; i++) {
    await stageOrder(ctx, `W${i}`, [{ node: "bulky_dispatch", enteredAt: TEST_NOW - HOUR_MS, dueAt: due }]);
  }
  await stageOrder(ctx, "R", [
    { node: "order_review", enteredAt: TEST_NOW - 3 * HOUR_MS, dueAt: TEST_NOW - HOUR_MS },
  ]);
  await stageOrder(ctx, "D", [{ node: "delivered", enteredAt: TEST_NOW - HOUR_MS }]);
  await rebuildBoard(ctx);
  const forecast = forecastSchema.parse(await countForecast(ctx));
  expect(forecast.asOf).toBe(new Date(TEST_NOW).toISOString());
  expect(forecast.nodes.map(({ key, red }) => [key, red])).toEqual([
    ["order_review", 1],
    ["bulky_dispatch", 0],
  ]);
  const [review, dispatch] = forecast.nodes;
  expect(review).toMatchObject({ pacePerHour: null, hours: [{ hours: 1, low: 1, mid: 1, high: 1 }, {}, {}] });
  expect(dispatch!.hours.map(({ mid }) => mid)).toEqual([0, 0, 5]);
  expect(dispatch!.pacePerHour).toBeGreaterThanOrEqual(0);
  expect(forecast.cutOffs).toEqual([]);
});

test("sums read bit by bit are those read at once, late events included", async () => {
  const nodes = ["picking", "refund_payout", "bulky_dispatch"];
  const times = await timesOf(...nodes);
  const stage = async (no: string, node: string, enteredAgo: number, leftAgo: number | null) =>
    stageOrder(ctx, no, [
      {
        node,
        enteredAt: TEST_NOW - enteredAgo * HOUR_MS,
        leftAt: leftAgo === null ? null : TEST_NOW - leftAgo * HOUR_MS,
        dueAt: TEST_NOW - enteredAgo * HOUR_MS + 3 * HOUR_MS,
      },
    ]);
  for (let i = 0; i < 24; i++) await stage(`A${i}`, nodes[i % 3]!, 5 + i * 7.3, 4.5 + i * 5.1);
  const kept = new PastHours();
  await kept.read(ctx.sql, times, 1, TEST_NOW - 2.5 * HOUR_MS);
  await stage("B", "picking", 4, 1);
  await stage("C", "picking", 0.5, null);
  const bit = await kept.read(ctx.sql, times, 1, TEST_NOW);
  const whole = await new PastHours().read(ctx.sql, times, 1, TEST_NOW);
  expect(bit).toEqual(whole);
  const picking = whole.get("picking")!;
  expect(picking.reduce((sum, { arrivals }) => sum + arrivals, 0)).toBeGreaterThanOrEqual(3);
  expect(picking[0]!.startMs).toBe((Math.floor(TEST_NOW / HOUR_MS) - LOOK_BACK_HOURS) * HOUR_MS);
  // As the domain counts ages: in the node's time.
  const rows = await ctx.sql<{ node: string; enteredAt: number; leftAt: number }[]>`
    select node, entered_at as "enteredAt", left_at as "leftAt" from visits
    where left_at >= ${new Date(picking[0]!.startMs)} and node = 'picking'`;
  const expected = new Map<string, number>();
  const time = times.get("picking")!;
  for (const { enteredAt, leftAt } of rows) {
    const at = `${Math.floor(leftAt / HOUR_MS)} ${ageStepOf(timeAt(time, leftAt) - timeAt(time, enteredAt))}`;
    expected.set(at, (expected.get(at) ?? 0) + 1);
  }
  const told = picking.flatMap(({ startMs, left }) =>
    [...left].map(([step, visits]) => [`${startMs / HOUR_MS} ${step}`, visits] as const),
  );
  expect(new Map(told)).toEqual(expected);
});

test("a queue of any length is read in bounded pieces that stand for all of it", async () => {
  const count = 7_000;
  await ctx.sql`insert into orders (order_no, version) select 'Q' || g, 1 from generate_series(1, ${count}::int) g`;
  await ctx.sql`
    insert into visits (id, order_id, token, node, entered_at, due_at, bulky, custom)
    select gen_random_uuid(), id, 'main', 'bulky_dispatch', ${new Date(TEST_NOW)}::timestamptz - make_interval(mins => (id % 3000)::int),
      ${new Date(TEST_NOW)}::timestamptz + make_interval(secs => (id % 7200)::int), false, false from orders`;
  await rebuildBoard(ctx);
  const queues = await readWaiting(ctx, await timesOf("bulky_dispatch"), TEST_NOW, TEST_NOW + 4 * HOUR_MS);
  const { open, waiting } = queues!.get("bulky_dispatch")!;
  expect(open.reduce((sum, visits) => sum + visits, 0)).toBe(count);
  expect(waiting.length).toBeLessThanOrEqual(5_000);
  expect(waiting.reduce((sum, visit) => sum + visit.count, 0)).toBeCloseTo(count, 3);
});

test("what waits for the next cut-off is told by carrier", async () => {
  const [row] = await ctx.sql<{ settings: object }[]>`
    select settings from node_versions where key = 'bulky_dispatch' order by valid_from desc limit 1`;
  const change = (settings: object) =>
    ctx.sql.begin(async (tx) => {
      await tx`update node_versions set settings = ${JSON.stringify(settings)}::text::jsonb where key = 'bulky_dispatch'`;
      await tx`update settings_revision set revision = revision + 1`;
    });
  await change({ ...row!.settings, cutoffs: ["23:59"] });
  try {
    const at = TEST_NOW + 3 * HOUR_MS;
    for (const [i, carrier] of ["德邦", "德邦", null].entries()) {
      const id = await stageOrder(ctx, `C${i}`, []);
      await ctx.sql`
        insert into visits (id, order_id, token, node, entered_at, due_at, carrier, bulky, custom)
        values (${randomUUID()}, ${id}, 'main', 'bulky_dispatch', ${new Date(TEST_NOW - 5 * HOUR_MS)}, ${new Date(at)},
          ${carrier}, true, false)`;
    }
    await rebuildBoard(ctx);
    const { cutOffs } = (await countForecast(ctx))!;
    expect(cutOffs.map(({ carrier, waiting, willMiss }) => [carrier, waiting, willMiss.mid])).toEqual([
      ["德邦", 2, 2],
      [null, 1, 1],
    ]);
    expect(Date.parse(cutOffs[0]!.at)).toBeGreaterThan(TEST_NOW);
  } finally {
    await change(row!.settings);
  }
});
