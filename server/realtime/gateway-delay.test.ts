import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DelaySummary } from "../../domain/wire/delay.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { prefixOf } from "../live/keys.ts";
import { takeLease } from "../live/lease.ts";
import { TICKER_LEASE_MS } from "../live/limits.ts";
import { publishDelay } from "../live/publish-delay.ts";
import { readDelay } from "../live/read-delay.ts";
import { doorBefore } from "../live/testing/door.ts";
import { eventually, flushBoard } from "../live/testing/stage.ts";
import { readDelaySummary } from "../queries/delay-summary.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { type ServedGateway, serveGateway, Wall } from "./testing/wall.ts";

let ctx: TestContext;
let served: ServedGateway[] = [];
let walls: Wall[] = [];

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await flushBoard(ctx);
  await rebuildBoard(ctx);
});
afterEach(async () => {
  for (const wall of walls) wall.socket.disconnect();
  await Promise.all(served.map((one) => one.close()));
  walls = [];
  served = [];
});

/** A web process's gateway. @returns its address */
async function serve(context: TestContext = ctx): Promise<string> {
  const one = await serveGateway(context);
  served.push(one);
  return one.url;
}

/** What a wall is told of the delay. */
function wallAt(url: string): DelaySummary[] {
  const wall = new Wall(url);
  walls.push(wall);
  return wall.delays;
}

async function publish(atMs: number): Promise<DelaySummary> {
  const lease = await takeLease(ctx.redis, prefixOf(ctx.boardTag), "ticker", TICKER_LEASE_MS);
  const summary = await readDelaySummary(ctx, atMs);
  expect(await publishDelay(ctx, lease!.token, summary)).toBe(true);
  await lease!.release();
  return summary;
}

const told = (wall: DelaySummary[], count: number) =>
  eventually(
    () => wall.length,
    (n) => n >= count,
  );

test("a wall gets the summary on joining and each one after it, the same from every web process", async () => {
  const first = await publish(TEST_NOW);
  const both = [wallAt(await serve()), wallAt(await serve())];
  for (const wall of both) await told(wall, 1);
  const second = await publish(TEST_NOW + 5_000);
  for (const wall of both) await told(wall, 2);
  expect(both).toEqual([
    [first, second],
    [first, second],
  ]);
});

test("a summary that lies unchanged in Redis is told once", async () => {
  const url = await serve();
  const wall = wallAt(url);
  await publish(TEST_NOW);
  await told(wall, 1);
  await publish(TEST_NOW);
  // Longer than the heartbeat, with which the key is read again.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(wall).toHaveLength(1);
});

test("what Redis forgot to tell is found with the next heartbeat", async () => {
  const wall = wallAt(await serve());
  const summary = await readDelaySummary(ctx, TEST_NOW);
  await ctx.redis.set(`${prefixOf(ctx.boardTag)}delay`, JSON.stringify(summary));
  await told(wall, 1);
  expect(wall).toEqual([summary]);
});

test("after a flush the last one stays, and the next goes out", async () => {
  const url = await serve();
  const wall = wallAt(url);
  const first = await publish(TEST_NOW);
  await told(wall, 1);
  await flushBoard(ctx);
  const late = wallAt(url);
  await told(late, 1);
  expect(late).toEqual([first]);
  const second = await publish(TEST_NOW + 5_000);
  await told(wall, 2);
  await told(late, 2);
  expect([wall[1], late[1]]).toEqual([second, second]);
});

test("while Redis is away a wall still gets the last one; back again, the newest", async () => {
  const { context, shut, open, close } = await doorBefore(ctx);
  const url = await serve(context);
  const first = await publish(TEST_NOW);
  const wall = wallAt(url);
  await told(wall, 1);
  await shut();
  const second = await publish(TEST_NOW + 5_000);
  const late = wallAt(url);
  await told(late, 1);
  expect(late).toEqual([first]);
  await open();
  await eventually(
    () => wall.length,
    (n) => n >= 2,
    10_000,
  );
  expect(wall[1]).toEqual(second);
  await close();
});

test.each([["{}"], ['{"asOf":"2026-11-11T02:00:00.000Z"}']])(
  "what another version left in Redis (%s) is not taken for a summary",
  async (json) => {
    await ctx.redis.set(`${prefixOf(ctx.boardTag)}delay`, json);
    expect(await readDelay(ctx)).toBeNull();
  },
);
