import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { rebuildBoard } from "../../server/commands/rebuild-board.ts";
import { listenForPokes } from "../../server/live/pokes.ts";
import { projectChanges } from "../../server/live/project-changes.ts";
import { doorBefore } from "../../server/live/testing/door.ts";
import { eventually, flushBoard, stageOrder, tickOnce } from "../../server/live/testing/stage.ts";
import type { Context } from "../../server/platform/context.ts";
import { TEST_NOW, type TestContext, testContext } from "../../server/testing/context.ts";
import { runProjector } from "./run-projector.ts";

let ctx: TestContext;
const ends: (() => Promise<unknown> | unknown)[] = [];

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await flushBoard(ctx);
  await ctx.sql`truncate orders, visits, outbox`;
  await rebuildBoard(ctx);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const waiting = async () => (await ctx.sql<{ n: number }[]>`select count(*) as n from outbox`)[0]!.n;
const picking = (enteredAt = TEST_NOW) => [{ node: "picking", enteredAt }];

function start(context: Context = ctx): void {
  const pokes = listenForPokes(context);
  const projector = runProjector(context, pokes);
  ends.push(() => pokes.close(), projector.stop);
}

test("takes up what waits and what comes, and leaves no note behind", async () => {
  await stageOrder(ctx, "A", picking());
  start();
  await eventually(waiting, (n) => n === 0);
  await stageOrder(ctx, "B", picking());
  await eventually(waiting, (n) => n === 0);
  expect((await tickOnce(ctx)).totals.open).toBe(2);
});

test("while Redis is away nothing is lost: the notes stay until the board has what they tell", async () => {
  const { context, shut, open, close } = await doorBefore(ctx);
  ends.push(close);
  start(context);
  await shut();
  for (let i = 0; i < 5; i++) await stageOrder(ctx, `A${i}`, picking());
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await waiting()).toBe(5);
  await open();
  await eventually(waiting, (n) => n === 0, 10_000);
  expect((await tickOnce(ctx)).totals).toMatchObject({ orders: 5, open: 5 });
});

test("a projector that dies after Redis and before its commit is only repeated", async () => {
  await stageOrder(ctx, "A", picking());
  const dies = { ...ctx, sql: dyingAfter(ctx) };
  await expect(projectChanges(dies)).rejects.toThrow("the power is gone");
  expect(await waiting()).toBe(1);
  expect((await tickOnce(ctx)).totals.open).toBe(1);
  await projectChanges(ctx);
  expect(await waiting()).toBe(0);
  expect((await tickOnce(ctx)).totals.open).toBe(1);
});

/** A database whose transactions all fail at their commit. */
function dyingAfter({ sql }: Context): Context["sql"] {
  const begin = (run: (tx: unknown) => Promise<unknown>) =>
    sql.begin(async (tx) => {
      await run(tx);
      throw new Error("the power is gone");
    });
  return Object.assign(sql.bind(null), sql, { begin }) as unknown as Context["sql"];
}

test("several beside each other share the work, and no order waits for another's lock", async () => {
  for (let i = 0; i < 50; i++) await stageOrder(ctx, `A${i}`, picking());
  let release = () => {};
  const held = ctx.sql.begin(async (tx) => {
    await tx`select from orders where order_no = 'A7' for update`;
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  start();
  start();
  start();
  await eventually(waiting, (n) => n === 0);
  release();
  await held;
  expect((await tickOnce(ctx)).totals).toMatchObject({ orders: 50, open: 50 });
});
