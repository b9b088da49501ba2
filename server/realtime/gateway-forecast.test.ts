import { afterAll, beforeAll, expect, test } from "vitest";
import type { Forecast } from "../../domain/wire/forecast.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { prefixOf } from "../live/keys.ts";
import { takeLease } from "../live/lease.ts";
import { TICKER_LEASE_MS } from "../live/limits.ts";
import { publishForecast } from "../live/publish-forecast.ts";
import { eventually } from "../live/testing/stage.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { serveGateway, Wall } from "./testing/wall.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await testContext();
  await rebuildBoard(ctx);
});
afterAll(() => ctx.close());

async function publish(atMs: number): Promise<Forecast> {
  const lease = await takeLease(ctx.redis, prefixOf(ctx.boardTag), "ticker", TICKER_LEASE_MS);
  const forecast = { asOf: new Date(atMs).toISOString(), nodes: [], cutOffs: [] };
  expect(await publishForecast(ctx, lease!.token, forecast)).toBe(true);
  await lease!.release();
  return forecast;
}

test("a wall gets the forecast on joining and each one after it", async () => {
  const first = await publish(TEST_NOW);
  const served = await serveGateway(ctx);
  const wall = new Wall(served.url);
  const told = (count: number) =>
    eventually(
      () => wall.forecasts.length,
      (n) => n >= count,
    );
  await told(1);
  const second = await publish(TEST_NOW + 30_000);
  await told(2);
  expect(wall.forecasts).toEqual([first, second]);
  wall.socket.disconnect();
  await served.close();
});
