import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../db/sql.ts";
import { serveTestApi, type TestApi } from "../testing/api-server.ts";
import { testContext } from "../testing/context.ts";
import { type TcpProxy, tcpProxy } from "../testing/tcp-proxy.ts";

let api: TestApi;
let proxy: TcpProxy;
beforeAll(async () => {
  const context = await testContext();
  proxy = await tcpProxy(context.database.url);
  const sql = connect(proxy.url, { max: 4 });
  const close = async () => {
    await sql.end({ timeout: 1 });
    await context.close();
  };
  api = await serveTestApi({ ...context, sql, close, env: { ...context.env, databaseUrl: proxy.url } });
});
afterAll(async () => {
  proxy.set("refuse");
  await api.close();
  await proxy.close();
});

const event = (id: string) => ({
  id,
  source: "t",
  orderNo: "A1",
  node: "picking",
  occurredAt: "2026-11-11T09:00:00+08:00",
});
const post = (id: string) =>
  api.call("/api/v1/events", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([event(id)]),
  });

describe("while Postgres is away", () => {
  it.each(["refuse", "silent"] as const)(
    "says so in time when it is %s, and goes on when it is back",
    async (mode) => {
      expect((await post(`${mode}-1`)).status).toBe(200);
      proxy.set(mode);
      const startedAt = performance.now();
      const health = await fetch(`${api.url}/api/health`);
      expect([health.status, (await health.json()).status]).toEqual([503, "down"]);
      expect(performance.now() - startedAt).toBeLessThan(2_500);
      const refused = await post(`${mode}-2`);
      expect([refused.status, await refused.json()]).toMatchObject([
        503,
        { type: "urn:andon:problem:storage-away" },
      ]);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(performance.now() - startedAt).toBeLessThan(25_000);
      expect(await (await api.call("/metrics")).text()).toContain("andon_postgres_up 0");
      proxy.set("refuse");
      proxy.set("pass");
      await expect
        .poll(async () => (await post(`${mode}-2`)).status, { timeout: 30_000, interval: 500 })
        .toBe(200);
      expect(await api.send([event(`${mode}-2`)])).toMatchObject({ accepted: 0, duplicates: 1 });
    },
    90_000,
  );
});
