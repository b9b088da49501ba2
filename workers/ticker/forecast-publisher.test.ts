import { expect, test } from "vitest";
import { prefixOf } from "../../server/live/keys.ts";
import { publishForecast } from "../../server/live/publish-forecast.ts";
import { readForecast } from "../../server/live/read-forecast.ts";
import { eventually, stageOrder } from "../../server/live/testing/stage.ts";
import { TEST_NOW } from "../../server/testing/context.ts";
import { tickerStage } from "./testing/stage.ts";

const stage = tickerStage();

test("whoever ticks publishes a forecast, tells of it, and writes nothing once the lease is another's", async () => {
  let told = 0;
  stage.pokes.on("forecast", () => told++);
  await stageOrder(stage.ctx, "A", [
    { node: "packed", enteredAt: TEST_NOW - 7_200_000, dueAt: TEST_NOW + 1_800_000 },
  ]);
  stage.start();
  const forecast = await eventually(
    () => readForecast(stage.ctx),
    (published) => published !== null,
    20_000,
  );
  expect(forecast).toMatchObject({
    asOf: new Date(TEST_NOW).toISOString(),
    nodes: [
      {
        key: "packed",
        red: 0,
        pacePerHour: null,
        hours: [{ hours: 1, mid: 1, newlyRed: { mid: 1 } }, {}, {}],
      },
    ],
  });
  await eventually(
    () => told,
    (times) => times > 0,
  );
  const lease = `${prefixOf(stage.ctx.boardTag)}ticker`;
  const token = (await stage.ctx.redis.get(lease))!;
  await stage.ctx.redis.set(lease, "another", "PX", 3_000);
  expect(await publishForecast(stage.ctx, token, { ...forecast!, nodes: [] })).toBe(false);
  expect(await readForecast(stage.ctx)).toEqual(forecast);
}, 30_000);
