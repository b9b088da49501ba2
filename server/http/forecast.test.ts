import { afterAll, beforeAll, expect, it } from "vitest";
import { forecastSchema } from "../../domain/wire/forecast.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { prefixOf } from "../live/keys.ts";
import { flushBoard } from "../live/testing/stage.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";

const NOW = Date.parse("2026-11-11T12:00:00+08:00");

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: NOW });
  await api.send([
    {
      id: "1",
      source: "t",
      orderNo: "A",
      node: "allocating",
      occurredAt: new Date(NOW - 5_400_000).toISOString(),
    },
  ]);
});
afterAll(() => api.close());

it("says that there is no board to forecast from, instead of nothing to come", async () => {
  await flushBoard(api.context);
  const response = await api.call("/api/v1/forecast");
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await response.json()).toMatchObject({ type: "urn:andon:problem:no-board" });
});

it("counts while nobody has published, then tells what was published", async () => {
  await rebuildBoard(api.context);
  const counted = forecastSchema.parse(await api.get("/api/v1/forecast"));
  expect(counted.nodes[0]).toMatchObject({ key: "allocating", red: 0 });
  expect(counted.nodes[0]!.hours.map(({ mid }) => mid)).toEqual([1, 1, 1]);
  const published = { ...counted, asOf: new Date(NOW - 30_000).toISOString() };
  await api.context.redis.set(`${prefixOf(api.context.boardTag)}forecast`, JSON.stringify(published));
  expect(await api.get("/api/v1/forecast")).toEqual(published);
});
