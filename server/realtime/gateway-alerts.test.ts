import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { prefixOf } from "../live/keys.ts";
import { takeLease } from "../live/lease.ts";
import { TICKER_LEASE_MS } from "../live/limits.ts";
import { publishAlerts } from "../live/publish-alerts.ts";
import { readAlerts } from "../live/read-alerts.ts";
import { eventually } from "../live/testing/stage.ts";
import { readAlertSummary } from "../queries/alert-summary.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { type ServedGateway, serveGateway, Wall } from "./testing/wall.ts";

let ctx: TestContext;
let served: ServedGateway;

beforeAll(async () => {
  ctx = await testContext();
  await rebuildBoard(ctx);
  served = await serveGateway(ctx);
});
afterAll(async () => {
  await served.close();
  await ctx.close();
});

test("a wall gets how far escalation has come on joining, and each change; another version's is not taken", async () => {
  const lease = await takeLease(ctx.redis, prefixOf(ctx.boardTag), "ticker", TICKER_LEASE_MS);
  const first = await readAlertSummary(ctx);
  expect(await publishAlerts(ctx, lease!.token, first)).toBe(true);
  const wall = new Wall(served.url);
  const told = (count: number) =>
    eventually(
      () => wall.alerts,
      (alerts) => alerts.length >= count,
    );
  expect(await told(1)).toEqual([first]);
  ctx.setNow(TEST_NOW + 1_000);
  const second = await readAlertSummary(ctx);
  expect(await publishAlerts(ctx, lease!.token, second)).toBe(true);
  expect(await told(2)).toEqual([first, second]);
  expect(await publishAlerts(ctx, "of somebody who lost it", first)).toBe(false);
  await ctx.redis.set(`${prefixOf(ctx.boardTag)}alert-summary`, '{"asOf":"2026-11-11T02:00:00.000Z"}');
  expect(await readAlerts(ctx)).toBeNull();
  wall.socket.disconnect();
});
