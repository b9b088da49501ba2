import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { boardAsOf } from "../queries/board-as-of.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { prefixOf } from "./keys.ts";
import { READ_AGE_MS } from "./limits.ts";
import { projectChanges } from "./project-changes.ts";
import { projectOrders, readOrders, StaleReadError } from "./project-orders.ts";
import { readOverdue } from "./read-overdue.ts";
import { flushBoard, rowOf, stageOrder, tickOnce } from "./testing/stage.ts";

const MINUTE = 60_000;
let ctx: TestContext;

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());

beforeEach(async () => {
  ctx.setNow(TEST_NOW);
  await flushBoard(ctx);
  await ctx.sql`truncate orders, visits, outbox`;
  await rebuildBoard(ctx);
});

async function project(): Promise<void> {
  while ((await projectChanges(ctx)) > 0);
}

test("lights, breached and the oldest visit follow the moment without any further change", async () => {
  await stageOrder(ctx, "A", [
    {
      node: "picking",
      enteredAt: TEST_NOW - MINUTE,
      warnAt: TEST_NOW + MINUTE,
      dueAt: TEST_NOW + 2 * MINUTE,
      promiseAt: TEST_NOW + 3 * MINUTE,
    },
  ]);
  await project();
  const lights = async (now: number) => {
    ctx.setNow(now);
    const { green, yellow, red, breached } = rowOf(await tickOnce(ctx), "picking");
    return [green, yellow, red, breached];
  };
  expect(await lights(TEST_NOW)).toEqual([1, 0, 0, 0]);
  expect(await lights(TEST_NOW + MINUTE - 1)).toEqual([1, 0, 0, 0]);
  expect(await lights(TEST_NOW + MINUTE)).toEqual([0, 1, 0, 0]);
  expect(await lights(TEST_NOW + 2 * MINUTE)).toEqual([0, 0, 1, 0]);
  expect(await lights(TEST_NOW + 3 * MINUTE)).toEqual([0, 0, 1, 1]);
  expect(rowOf(await tickOnce(ctx), "picking").oldestEnteredAt).toBe(
    new Date(TEST_NOW - MINUTE).toISOString(),
  );
});

test("an older read of an order changes nothing, whether the order is there or has left", async () => {
  const id = await stageOrder(ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  const older = await readOrders(ctx, ctx.sql, [id]);
  await stageOrder(ctx, "A", [{ node: "packed", enteredAt: TEST_NOW }]);
  await project();
  await projectOrders(ctx, older);
  let board = await tickOnce(ctx);
  expect([rowOf(board, "picking").green, rowOf(board, "packed").green]).toEqual([0, 1]);

  const middle = await readOrders(ctx, ctx.sql, [id]);
  await stageOrder(ctx, "A", []);
  await project();
  await projectOrders(ctx, middle);
  board = await tickOnce(ctx);
  expect(board.totals).toMatchObject({ orders: 0, open: 0 });
});

test("a read that is older than the memory of departed orders is refused as a whole", async () => {
  const id = await stageOrder(ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  const read = await readOrders(ctx, ctx.sql, [id]);
  await expect(
    projectOrders(ctx, { ...read, readAt: read.readAt - READ_AGE_MS - 1_000 }),
  ).rejects.toBeInstanceOf(StaleReadError);
  expect((await tickOnce(ctx)).totals.open).toBe(0);
  // A Redis whose clock went back cannot tell the age any more.
  await expect(
    projectOrders(ctx, { ...read, readAt: read.readAt + READ_AGE_MS + 5_000 }),
  ).rejects.toBeInstanceOf(StaleReadError);
  await projectOrders(ctx, read);
  expect((await tickOnce(ctx)).totals.open).toBe(1);
});

test("an order that left is forgotten in time, and its keys with it", async () => {
  const id = await stageOrder(ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  await project();
  await stageOrder(ctx, "A", [{ node: "picking", enteredAt: TEST_NOW - 5, leftAt: TEST_NOW }]);
  await project();
  const [tombstone] = await ctx.redis.keys(`${prefixOf(ctx.boardTag)}*:gone:${id}`);
  expect(await ctx.redis.pttl(tombstone!)).toBeGreaterThan(READ_AGE_MS);
  expect(await ctx.redis.keys(`${prefixOf(ctx.boardTag)}*:orders`)).toEqual([]);
});

test("visits ahead of the clock begin and end when their time comes", async () => {
  await stageOrder(ctx, "A", [
    { node: "picking", enteredAt: TEST_NOW - MINUTE, leftAt: TEST_NOW + MINUTE, dueAt: TEST_NOW - 1 },
    { node: "packed", enteredAt: TEST_NOW + MINUTE, promiseAt: TEST_NOW - MINUTE },
  ]);
  await stageOrder(ctx, "B", [{ node: "packed", enteredAt: TEST_NOW + 2 * MINUTE, dueAt: TEST_NOW }]);
  await stageOrder(ctx, "C", [
    { node: "packed", enteredAt: TEST_NOW - MINUTE, leftAt: TEST_NOW + 3 * MINUTE },
  ]);
  await project();
  for (const minutes of [0, 1, 2, 3, 4]) {
    ctx.setNow(TEST_NOW + minutes * MINUTE);
    const live = await tickOnce(ctx);
    const truth = await boardAsOf(ctx, ctx.clock.shopNow());
    expect(live.nodes).toEqual(truth.nodes);
    expect(live.totals).toEqual(truth.totals);
    expect(live.totals.orders).toBe([2, 2, 3, 2, 2][minutes]);
  }
});

test("overdue time is exact to the millisecond, beyond what a double can hold", async () => {
  const dues = [TEST_NOW - 1, TEST_NOW - 7, TEST_NOW + 3, TEST_NOW + 11];
  for (const [i, dueAt] of dues.entries()) {
    await stageOrder(ctx, `O${i}`, [{ node: "packed", enteredAt: TEST_NOW - 1_000, dueAt }]);
  }
  await project();
  const key = `${prefixOf(ctx.boardTag)}${(await tickOnce(ctx)).epoch}:overdue`;
  const overdue = async () => (await readOverdue(ctx))!.nodes.get("packed");
  expect(await overdue()).toEqual({ visits: 2, overdueMs: 8n });
  ctx.setNow(TEST_NOW + 11);
  await tickOnce(ctx);
  expect(await overdue()).toEqual({ visits: 4, overdueMs: 12n + 18n + 8n + 0n });
  await stageOrder(ctx, "O0", [{ node: "packed", enteredAt: TEST_NOW - 1_000, dueAt: TEST_NOW + 20 }]);
  await project();
  await tickOnce(ctx);
  expect(await overdue()).toEqual({ visits: 3, overdueMs: 26n });
  // The sum of 9,000 deadlines passes 2^53; a double would lose the last digits.
  await ctx.redis.hincrby(key, "k:packed", 9_000);
  await ctx.redis.hincrby(key, "s:packed", String(9_000n * BigInt(TEST_NOW) + 1n));
  expect(await overdue()).toEqual({ visits: 9_003, overdueMs: 26n + 9_000n * 11n - 1n });
});

test("several changes of an order in one take count once, and a batch may be larger than one call takes", async () => {
  const values = Array.from({ length: 1_200 }, (_, i) => `N${i}`);
  await ctx.sql`insert into orders (order_no, version) select n, 1 from unnest(${values}::text[]) n`;
  await ctx.sql`insert into visits (id, order_id, token, node, entered_at, bulky, custom)
    select gen_random_uuid(), id, 'main', 'picking', ${new Date(TEST_NOW)}, false, false from orders`;
  await ctx.sql`insert into outbox (order_id, created_at) select id, ${new Date(0)} from orders, generate_series(1, 3)`;
  await project();
  expect(await tickOnce(ctx)).toMatchObject({ totals: { orders: 1_200, open: 1_200 } });
});
