import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { prefixOf } from "../live/keys.ts";
import { projectChanges } from "../live/project-changes.ts";
import { doorBefore } from "../live/testing/door.ts";
import { eventually, flushBoard, rowOf, stageOrder, tickOnce } from "../live/testing/stage.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { type ServedGateway, serveGateway, Wall } from "./testing/wall.ts";

let ctx: TestContext;
let served: ServedGateway;
const walls: Wall[] = [];

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await flushBoard(ctx);
  await ctx.sql`truncate orders, visits, outbox`;
});
afterEach(async () => {
  for (const wall of walls.splice(0)) wall.socket.disconnect();
  await served.close();
});

async function serve(context: TestContext = ctx): Promise<void> {
  served = await serveGateway(context);
}

/** A wall before this test's gateway. */
function openWall(options: { origin?: string } = {}): Wall {
  const wall = new Wall(served.url, options);
  walls.push(wall);
  return wall;
}

async function boardKey(name: string): Promise<string> {
  const prefix = prefixOf(ctx.boardTag);
  return `${prefix}${await ctx.redis.get(`${prefix}epoch`)}:${name}`;
}

async function change(orderNo: string, node = "picking"): Promise<void> {
  await stageOrder(ctx, orderNo, [{ node, enteredAt: TEST_NOW }]);
  await projectChanges(ctx);
  await tickOnce(ctx);
}

test("a screen hears which pages the server has whenever it connects, to know that it is of before", async () => {
  await serve();
  const { socket } = openWall();
  const heard = () => new Promise((resolve) => socket.once("pages", resolve));
  expect(await heard()).toBe(ctx.env.pagesVersion);
  const again = heard();
  socket.disconnect().connect();
  expect(await again).toBe(ctx.env.pagesVersion);
});

test("a wall gets the board on joining, and each frame after it, without holes", async () => {
  await rebuildBoard(ctx);
  await serve();
  const wall = await openWall().joined();
  for (let i = 0; i < 5; i++) await change(`A${i}`);
  await eventually(
    () => rowOf(wall.board!, "picking").green,
    (green) => green === 5,
  );
  expect(wall.snapshots).toHaveLength(1);
  expect(wall.gaps).toBe(0);
  expect(wall.deltas.map((delta) => delta.nodes.map((row) => row.key))).toEqual(Array(5).fill(["picking"]));
  const { pulse: _, ...board } = wall.board!;
  const { pulse: __, ...now } = await tickOnce(ctx);
  expect({ ...board, asOf: 0, watermark: 0 }).toEqual({ ...now, asOf: 0, watermark: 0 });
  const late = await openWall().joined();
  expect(late.board).toMatchObject({ seq: wall.board!.seq, totals: { open: 5 } });
  expect(served.gateway.sockets()).toBe(2);
});

test("a wall that asks for it gets the whole board, but not more than once a second", async () => {
  await rebuildBoard(ctx);
  await serve();
  const wall = await openWall().joined();
  for (let i = 0; i < 10; i++) wall.socket.emit("resync");
  await eventually(
    () => wall.snapshots.length,
    (n) => n === 3,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(wall.snapshots).toHaveLength(3);
});

test.each([
  ["frames are lost", async () => void (await ctx.redis.hincrby(await boardKey("meta"), "seq", 3))],
  ["the board is rebuilt", async () => void (await rebuildBoard(ctx))],
  [
    "Redis is flushed",
    async () => {
      await flushBoard(ctx);
      await rebuildBoard(ctx);
    },
  ],
])("every wall gets a new snapshot when %s", async (_when, upset) => {
  await rebuildBoard(ctx);
  await serve();
  const walls = [await openWall().joined(), await openWall().joined()];
  // While the gateway does not look, a frame comes and goes.
  await stageOrder(ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  await projectChanges(ctx);
  await ctx.redis
    .multi()
    .set(`${prefixOf(ctx.boardTag)}probe`, 1)
    .exec();
  await upset();
  await change("B");
  for (const wall of walls) {
    await eventually(
      () => rowOf(wall.board!, "picking").green,
      (green) => green === 2,
      10_000,
    );
    expect(wall.snapshots).toHaveLength(2);
    expect(wall.gaps).toBe(0);
  }
});

test("a lost frame that no other follows is found out too", async () => {
  await rebuildBoard(ctx);
  await serve();
  const wall = await openWall().joined();
  await ctx.redis
    .multi()
    .hset(await boardKey("rows"), "picking", "7 0 0 0 -")
    .hincrby(await boardKey("meta"), "seq", 1)
    .exec();
  await eventually(
    () => rowOf(wall.board!, "picking").green,
    (green) => green === 7,
    8_000,
  );
});

test("heartbeats carry the number of the board and its state, and go on while nothing changes", async () => {
  await rebuildBoard(ctx);
  await serve();
  const wall = await openWall().joined();
  await eventually(
    () => wall.heartbeats.length,
    (n) => n >= 2,
    6_000,
  );
  expect(wall.heartbeats.at(-1)).toMatchObject({ epoch: wall.board!.epoch, seq: wall.board!.seq });
  // Nobody ticks: within the time that the contract gives, every wall is told.
  const late = await eventually(
    () => wall.heartbeats.at(-1)!,
    (beat) => beat.pulse.state === "late",
    9_000,
  );
  expect(late.pulse.lagMs).toBeGreaterThan(5_000);
});

test("while Redis is away a wall keeps its board and is told that it is late; then it goes on", async () => {
  await rebuildBoard(ctx);
  const { context, shut, open, close } = await doorBefore(ctx);
  await serve(context);
  const wall = await openWall().joined();
  await change("A");
  await eventually(
    () => rowOf(wall.board!, "picking").green,
    (green) => green === 1,
  );
  await shut();
  const before = wall.heartbeats.length;
  const late = await eventually(
    () => wall.heartbeats.at(-1)!,
    (beat) => beat?.pulse.state === "late",
  );
  expect(late.seq).toBe(wall.board!.seq);
  const joinedThen = await openWall().joined();
  expect(joinedThen.board).toMatchObject({ seq: wall.board!.seq, pulse: { state: "late" } });
  await change("B");
  expect(rowOf(wall.board!, "picking").green).toBe(1);
  expect(wall.heartbeats.length).toBeGreaterThan(before);
  await open();
  for (const each of [wall, joinedThen]) {
    await eventually(
      () => rowOf(each.board!, "picking").green,
      (green) => green === 2,
      10_000,
    );
  }
  await close();
});

test("without a board in Redis a wall gets the one that Postgres counts, and the live one as soon as it is there", async () => {
  await stageOrder(ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  await serve();
  const wall = await openWall().joined();
  expect(wall.board).toMatchObject({ epoch: null, seq: null, totals: { open: 1 }, pulse: { state: "late" } });
  await rebuildBoard(ctx);
  await eventually(
    () => wall.board!,
    (board) => board.epoch !== null && board.totals.open === 1,
  );
});

test("settings that changed reach every wall with the rows' new names", async () => {
  await rebuildBoard(ctx);
  await serve();
  const wall = await openWall().joined();
  await ctx.sql.begin(async (tx) => {
    await tx`update node_versions set settings = settings || '{"nameEn": "Renamed"}' where key = 'picking'`;
    await tx`update settings_revision set revision = revision + 1`;
  });
  await tickOnce(ctx);
  await eventually(
    () => rowOf(wall.board!, "picking").nameEn,
    (name) => name === "Renamed",
  );
});

test("a page of another site is refused; programs and our own pages are not", async () => {
  await rebuildBoard(ctx);
  await serve();
  const foreign = openWall({ origin: "https://elsewhere.example" });
  const refused = await new Promise((resolve) => foreign.socket.once("connect_error", resolve));
  expect(String(refused)).toContain("websocket error");
  await openWall({ origin: served.url }).joined();
});

test("a client that sends too much or too often is cut off, and the others do not notice", async () => {
  await rebuildBoard(ctx);
  await serve();
  const wall = await openWall().joined();
  const big = await openWall().joined();
  big.socket.emit("resync", "x".repeat(10_000));
  const often = await openWall().joined();
  for (let i = 0; i < 100; i++) often.socket.emit("nothing");
  for (const cut of [big, often])
    await eventually(
      () => cut.socket.connected,
      (on) => !on,
    );
  await change("A");
  await eventually(
    () => rowOf(wall.board!, "picking").green,
    (green) => green === 1,
  );
});
