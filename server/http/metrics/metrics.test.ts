import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect } from "../../../db/sql.ts";
import { beat, endBeat, type WorkerFigures } from "../../live/worker-beats.ts";
import { connectRedis } from "../../platform/redis.ts";
import { serveTestApi, type TestApi, testApi } from "../../testing/api-server.ts";
import { TEST_NOW, testContext } from "../../testing/context.ts";
import { type Family, readExposition } from "../../testing/read-exposition.ts";
import { tcpProxy } from "../../testing/tcp-proxy.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

async function scrape(from = api): Promise<Map<string, Family>> {
  const response = await from.call("/metrics");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  return readExposition(await response.text());
}

function figureOf(families: Map<string, Family>, name: string, labels: Record<string, string> = {}) {
  const family = families.get(name) ?? families.get(name.replace(/_(bucket|sum|count)$/, ""));
  return family?.samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;
}

const event = (id: string, more: object = {}) => ({
  id,
  source: "t",
  orderNo: `O-${id}`,
  node: "picking",
  occurredAt: new Date(TEST_NOW).toISOString(),
  ...more,
});

it("counts events by what became of them and why, also of a stream that breaks", async () => {
  await api.send([
    event("1"),
    event("2"),
    event("2"),
    event("3", { node: "nowhere" }),
    event("4", { node: 7 }),
  ]);
  const lines = [event("5"), event("6", { node: "nowhere" }), { nothing: true }].map((line) =>
    JSON.stringify(line),
  );
  const gzipCutShort = await api.call("/api/v1/events", {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", "content-encoding": "gzip" },
    body: "not gzip",
  });
  expect(gzipCutShort.status).toBe(400);
  await api.call("/api/v1/events", {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  const families = await scrape();
  const events = (result: string) => figureOf(families, "andon_events_total", { result });
  expect(["accepted", "duplicate", "quarantined", "rejected"].map(events)).toEqual([3, 1, 2, 2]);
  const refused = families.get("andon_event_refusals_total")!.samples;
  expect(refused.reduce((sum, { value }) => sum + value, 0)).toBe(4);
  expect(figureOf(families, "andon_event_refusals_total", { code: "unknown_node" })).toBe(2);
  expect(figureOf(families, "andon_http_refusals_total", { code: "unreadable-body" })).toBe(1);
  expect(figureOf(families, "andon_quarantine_waiting")).toBe(2);
  expect(figureOf(families, "andon_outbox_rows")).toBe(3);
  expect(figureOf(families, "andon_outbox_oldest_age_seconds")).toBeGreaterThan(0);
});

it("does not grow by what callers invent", async () => {
  const series = (families: Map<string, Family>) =>
    families.get("andon_http_request_seconds")!.samples.length;
  await api.call("/api/v1/nothing-0", { method: "PROPFIND" });
  await api.call("/api/v1/orders/none-0");
  await scrape();
  const before = series(await scrape());
  for (let n = 1; n <= 20; n++) {
    await api.call(`/api/v1/nothing-${n}`, { method: n % 2 ? "REPORT" : "PROPFIND" });
    await api.call(`/api/v1/orders/none-${n}`);
  }
  const families = await scrape();
  expect(series(families)).toBe(before);
  const route = "/api/v1/orders/:orderNo";
  expect(figureOf(families, "andon_http_request_seconds_count", { route, status: "404" })).toBe(21);
});

it("shows what workers left with their sign of life, and forgets those that ended", async () => {
  const worker = "here:5";
  const figures: WorkerFigures = {
    name: worker,
    ticks: 2,
    tickSeconds: 0.3,
    slowestTickSeconds: 0.25,
    tickFailures: 0,
    ticking: 1,
    frames: 1,
    projectedOrders: 40,
    projectionSeconds: 0.5,
    projectionFailures: 0,
    rebuilds: 0,
    lastRebuildSeconds: 0,
    escalatedVisits: 7,
    endedAlerts: 0,
    escalationSeconds: 0,
    escalationFailures: 0,
    memoryBytes: 1,
  };
  await beat(api.context, "w1", figures);
  await beat(api.context, "w2", { ...figures, name: "elsewhere:7", ticking: 0 });
  const families = await scrape();
  expect(figureOf(families, "andon_workers")).toBe(2);
  expect(figureOf(families, "andon_ticks_total", { worker })).toBe(2);
  expect(figureOf(families, "andon_tick_seconds_total", { worker })).toBeCloseTo(0.3);
  expect(figureOf(families, "andon_tick_slowest_seconds", { worker })).toBe(0.25);
  expect(figureOf(families, "andon_frames_total", { worker })).toBe(1);
  expect(figureOf(families, "andon_escalated_visits_total", { worker })).toBe(7);
  expect(figureOf(families, "andon_projected_orders_total", { worker })).toBe(40);
  expect(figureOf(families, "andon_worker_ticking", { worker })).toBe(1);
  expect(figureOf(families, "andon_worker_ticking", { worker: "elsewhere:7" })).toBe(0);

  await endBeat(api.context, "w1");
  const after = await scrape();
  expect(figureOf(after, "andon_workers")).toBe(1);
  expect(figureOf(after, "andon_ticks_total", { worker })).toBeUndefined();
});

it("is described whole in docs/METRICS.md", async () => {
  const document = readFileSync(new URL("../../../docs/METRICS.md", import.meta.url), "utf8");
  const table = document.slice(0, document.indexOf("Beside them"));
  const described = new Set(table.match(/\bandon_[a-z_]+[a-z]/g));
  const served = [...(await scrape()).keys()].filter((name) => name.startsWith("andon_"));
  expect([...described].toSorted()).toEqual(served.toSorted());
});

it("has counters that end in _total, durations in seconds, and the process's own figures", async () => {
  const families = await scrape();
  for (const [name, { type, help }] of families) {
    expect(help, name).not.toBe("");
    if (name.startsWith("andon_") && type === "counter") expect(name).toMatch(/_total$/);
    if (name.startsWith("andon_")) expect(name).not.toMatch(/_(ms|millis|minutes)(_|$)/);
  }
  for (const name of ["process_resident_memory_bytes", "nodejs_eventloop_lag_p99_seconds"])
    expect(figureOf(families, name)).toBeGreaterThanOrEqual(0);
  expect(figureOf(families, "andon_redis_up")).toBe(1);
  expect(figureOf(families, "andon_redis_memory_bytes")).toBeGreaterThan(0);
  expect(figureOf(families, "andon_postgres_max_connections")).toBeGreaterThan(10);
  expect(
    families
      .get("andon_board_state")!
      .samples.map(({ value }) => value)
      .toSorted(),
  ).toEqual([0, 0, 1]);
});

it.each(["refuse", "silent"] as const)(
  "answers within 2 s while Postgres and Redis are both away (%s), without old figures",
  async (mode) => {
    const context = await testContext();
    const postgres = await tcpProxy(context.database.url);
    const redisDoor = await tcpProxy(context.env.redisUrl!);
    const sql = connect(postgres.url, { max: 2 });
    const redis = connectRedis(redisDoor.url, context.log);
    const close = async () => {
      redis.disconnect();
      await sql.end({ timeout: 1 });
      await context.close();
    };
    const env = { ...context.env, databaseUrl: postgres.url };
    const away = await serveTestApi({ ...context, sql, redis, env, close });
    try {
      expect(figureOf(await scrape(away), "andon_postgres_up")).toBe(1);
      postgres.set(mode);
      redisDoor.set(mode);
      for (let n = 0; n < 2; n++) {
        const startedAt = performance.now();
        const families = await scrape(away);
        expect(performance.now() - startedAt).toBeLessThan(2_000);
        expect(figureOf(families, "andon_postgres_up")).toBe(0);
        expect(figureOf(families, "andon_redis_up")).toBe(0);
        for (const name of ["andon_outbox_rows", "andon_board_lag_seconds", "andon_workers"])
          expect(figureOf(families, name)).toBeUndefined();
      }
    } finally {
      postgres.set("refuse");
      redisDoor.set("refuse");
      await away.close();
      await postgres.close();
      await redisDoor.close();
    }
  },
  30_000,
);
