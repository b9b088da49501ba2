import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { epochKeys, prefixOf } from "../live/keys.ts";
import { takeLease } from "../live/lease.ts";
import { REBUILD_LEASE_MS } from "../live/limits.ts";
import { projectChanges } from "../live/project-changes.ts";
import { readLiveBoard } from "../live/read-board.ts";
import { flushBoard, rowOf, stageOrder, tickOnce } from "../live/testing/stage.ts";
import { boardAsOf } from "../queries/board-as-of.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { RebuildLostError, rebuildBoard } from "./rebuild-board.ts";

const ORDERS = 5_000;
let ctx: TestContext;

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());

beforeEach(async () => {
  await flushBoard(ctx);
  await ctx.sql`truncate orders, visits, outbox`;
});

/** Orders with one open visit each, without notes in the outbox: only a rebuild finds them. */
async function stageMany(count: number): Promise<void> {
  await ctx.sql`insert into orders (order_no, version) select 'M' || n, 1 from generate_series(1, ${count}) n`;
  await ctx.sql`
    insert into visits (id, order_id, token, node, entered_at, due_at, bulky, custom)
    select gen_random_uuid(), id, 'main', (array['picking', 'packed', 'in_transit'])[1 + id % 3],
      ${new Date(TEST_NOW - 60_000)}, ${new Date(TEST_NOW - 30_000)}::timestamptz + id % 60 * interval '1 second',
      false, false
    from orders`;
}

async function expectBoardIsTrue(): Promise<void> {
  const live = await tickOnce(ctx);
  const truth = await boardAsOf(ctx, Date.parse(live.asOf));
  expect(live.nodes).toEqual(truth.nodes);
  expect(live.totals).toEqual(truth.totals);
}

test("builds the board of what is open, and numbers it anew each time", async () => {
  await stageMany(ORDERS);
  const seen: number[] = [];
  const first = await rebuildBoard(ctx, { onProgress: (done) => void seen.push(done) });
  expect(first).toMatchObject({ orders: ORDERS });
  expect(seen).toEqual([2_000, 4_000, 5_000]);
  // It serves at once, before any worker ticks.
  expect(await readLiveBoard(ctx)).toMatchObject({ seq: 1, totals: { orders: ORDERS, open: ORDERS } });
  await expectBoardIsTrue();
  const second = await rebuildBoard(ctx);
  if (first === "busy" || second === "busy") throw new Error("nobody else rebuilds");
  expect(second.epoch).toBeGreaterThan(first.epoch);
  await expectBoardIsTrue();
  const { nodes } = await ctx.settings.get();
  expect(await ctx.redis.exists(...epochKeys(prefixOf(ctx.boardTag), first.epoch, nodes.keys()))).toBe(0);
});

test("changes during a rebuild reach the board that serves and the one that comes", async () => {
  await stageMany(ORDERS);
  await rebuildBoard(ctx);
  const { epoch } = await tickOnce(ctx);
  let changed = 0;
  const changeBeside = async (done: number) => {
    // An order of a page that is done, one of a page to come, one that is new; and one that leaves.
    for (const no of [`M${done - 10}`, `M${done + 500}`, `N${done}`]) {
      await stageOrder(ctx, no, [{ node: "bulky_dispatch", enteredAt: TEST_NOW - 1 }]);
    }
    await stageOrder(ctx, `M${done - 20}`, []);
    await projectChanges(ctx);
    changed += 3;
    const serving = await tickOnce(ctx);
    expect(serving.epoch).toBe(epoch);
    expect(rowOf(serving, "bulky_dispatch").green).toBe(changed);
  };
  await rebuildBoard(ctx, { onProgress: changeBeside });
  const board = await tickOnce(ctx);
  expect(board.epoch).toBeGreaterThan(epoch!);
  expect(rowOf(board, "bulky_dispatch").green).toBe(changed);
  expect(changed).toBe(9);
  await expectBoardIsTrue();
});

test("one at a time; and one whose lease was lost stops without serving", async () => {
  await stageMany(ORDERS);
  await rebuildBoard(ctx);
  const { epoch } = await tickOnce(ctx);
  const other = await takeLease(ctx.redis, prefixOf(ctx.boardTag), "rebuild", 10_000);
  expect(await rebuildBoard(ctx)).toBe("busy");
  await other!.release();

  const stalled = rebuildBoard(ctx, {
    onProgress: () => {
      void ctx.redis.set(`${prefixOf(ctx.boardTag)}rebuild`, "somebody else", "PX", 10_000);
    },
  });
  await expect(stalled).rejects.toBeInstanceOf(RebuildLostError);
  expect((await readLiveBoard(ctx))!.epoch).toBe(epoch);
});

test("a rebuild that reads for longer than its lease keeps it", async () => {
  await stageMany(ORDERS);
  const slow = async (done: number) => {
    if (done === ORDERS) await new Promise((resolve) => setTimeout(resolve, REBUILD_LEASE_MS + 500));
  };
  expect(await rebuildBoard(ctx, { onProgress: slow })).toMatchObject({ orders: ORDERS });
});

test("a rebuild that dies half-way leaves nothing behind", async () => {
  await stageMany(ORDERS);
  await rebuildBoard(ctx);
  const { epoch } = await tickOnce(ctx);
  const dying = new AbortController();
  const died = rebuildBoard(ctx, { onProgress: () => dying.abort(), signal: dying.signal });
  await expect(died).rejects.toThrow();
  const prefix = prefixOf(ctx.boardTag);
  expect(await ctx.redis.get(`${prefix}building`)).not.toBeNull();
  await expectBoardIsTrue();
  // The tick saw that nobody builds it any more.
  expect(await ctx.redis.get(`${prefix}building`)).toBeNull();
  expect((await readLiveBoard(ctx))!.epoch).toBe(epoch);
  await rebuildBoard(ctx);
  expect(await ctx.redis.smembers(`${prefix}epochs`)).toEqual([await ctx.redis.get(`${prefix}epoch`)]);
});
