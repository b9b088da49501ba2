import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { TEST_NOW } from "../testing/context.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const iso = (offsetMs: number) => new Date(TEST_NOW + offsetMs).toISOString();
const HOUR = 3_600_000;

describe("the API", () => {
  it("asks every route under /api/v1 who sends it, but those of a television that is being paired, and describes them all", async () => {
    const document = await api.get("/api/v1/openapi.json");
    expect(document.openapi).toBe("3.1.0");
    expect(document.components.schemas.Event.properties.occurredAt).toMatchObject({ type: "string" });
    const paths = Object.entries<Record<string, object>>(document.paths);
    expect(paths.length).toBeGreaterThanOrEqual(8);
    for (const [path, methods] of paths) {
      if (!path.startsWith("/api/v1/") || path.startsWith("/api/v1/tv/")) continue;
      for (const method of Object.keys(methods)) {
        const response = await fetch(api.url + path.replace("{orderNo}", "A1").replace("{key}", "picking"), {
          method: method.toUpperCase(),
        });
        expect([path, method, response.status]).toEqual([path, method, 401]);
        await response.arrayBuffer();
      }
    }
  });

  it("answers with an id, careful headers, and problems as problems", async () => {
    const response = await api.call("/api/v1/nope", { headers: { "x-request-id": "mine-1" } });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("x-request-id")).toBe("mine-1");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response.json()).toMatchObject({ status: 404, instance: "urn:andon:request:mine-1" });
  });

  it("answers 405 with what is allowed, and HEAD like GET without a body", async () => {
    const wrong = await api.call("/api/v1/board", { method: "DELETE" });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("allow")).toBe("GET, HEAD");
    const head = await api.call("/api/v1/clock", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
  });

  it("tells both times, health, docs and metrics", async () => {
    expect(await api.get("/api/v1/clock")).toMatchObject({ shopNow: iso(0), speed: 1 });
    const health = await fetch(`${api.url}/api/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      status: "degraded",
      checks: { postgres: "ok", redis: "ok", workers: "down" },
    });
    const { redis, boardTag, clock } = api.context;
    await redis.zadd(`{${boardTag}}:workers`, clock.machineNow() + 10_000, "w1");
    expect(await (await fetch(`${api.url}/api/health`)).json()).toMatchObject({ status: "ok" });
    expect(await (await api.call("/api/docs")).text()).toContain("POST /api/v1/events");
    expect(await (await api.call("/metrics")).text()).toContain("andon_outbox_rows 0");
  });

  it("records, shows on the board of any moment, and opens each number into its orders", async () => {
    const events = [
      {
        id: "1",
        source: "t",
        orderNo: "W1",
        node: "picking",
        occurredAt: iso(-2 * HOUR),
        order: { channel: "taobao" },
      },
      { id: "2", source: "t", orderNo: "W1", token: "parcel:1", node: "picking", occurredAt: iso(-HOUR) },
      { id: "3", source: "t", orderNo: "W2", node: "picking", occurredAt: iso(-5 * 60_000) },
      { id: "4", source: "t", orderNo: "W3", node: "packed", occurredAt: iso(-HOUR) },
      { id: "5", source: "t", orderNo: "W4", node: "nowhere", occurredAt: iso(-HOUR) },
      { id: "5", source: "t", orderNo: "W4", node: 7, occurredAt: iso(-HOUR) },
    ];
    expect(await api.send(events)).toMatchObject({ accepted: 4, quarantinedTotal: 1, rejectedTotal: 1 });
    expect(await api.send(events)).toMatchObject({ accepted: 0, duplicates: 4 });

    const board = await api.get("/api/v1/board");
    expect(board.totals).toMatchObject({ orders: 3, open: 4 });
    for (const row of board.nodes) {
      for (const light of ["green", "yellow", "red"]) {
        const page = await api.get(`/api/v1/orders?node=${row.key}&light=${light}`);
        expect([row.key, light, page.totals.visits]).toEqual([row.key, light, row[light]]);
        const visits = page.orders.flatMap((order: { visits: object[] }) => order.visits);
        expect(visits.length).toBe(row[light]);
        for (const visit of visits) expect(visit).toMatchObject({ node: row.key, light });
      }
    }
    const past = await api.get(`/api/v1/board?asOf=${iso(-90 * 60_000)}`);
    expect(past).toMatchObject({ epoch: null, seq: null, totals: { orders: 1, open: 1 } });
    const ahead = await api.call(`/api/v1/board?asOf=${iso(1)}`);
    expect(ahead.status).toBe(422);

    const quarantine = await api.get("/api/v1/quarantine");
    expect(quarantine).toMatchObject({
      total: 1,
      groups: [{ code: "unknown_node", word: "nowhere", items: 1 }],
    });
    const order = await api.get("/api/v1/orders/W1");
    expect(order).toMatchObject({ channel: "taobao", eventsTotal: 2, recipient: null });
    expect(order.visits).toHaveLength(2);
    expect((await api.call("/api/v1/orders/W999")).status).toBe(404);
  });

  it("pages through orders without losing or repeating one", async () => {
    const events = Array.from({ length: 60 }, (_, n) => ({
      id: `p${n}`,
      source: "page",
      orderNo: `P${String(n).padStart(3, "0")}`,
      node: "allocating",
      occurredAt: iso(-Math.floor(n / 7) * 60_000 - HOUR),
    }));
    await api.send(events);
    for (const query of ["node=allocating&limit=7", "orderNo=P0&limit=9"]) {
      const seen: string[] = [];
      let cursor = "";
      do {
        const page = await api.get(`/api/v1/orders?${query}${cursor && `&cursor=${cursor}`}`);
        if (cursor === "") expect(page.totals.orders).toBe(60);
        seen.push(...page.orders.map((order: { orderNo: string }) => order.orderNo));
        cursor = page.nextCursor ?? "";
      } while (cursor);
      expect(seen.toSorted()).toEqual(events.map((event) => event.orderNo));
    }
  });

  it.each([
    ["trackingNo=SF1", ["F1", "F2"]],
    ["trackingNo=SF1&trackingNo=SF3&open=true", ["F1", "F2", "F3"]],
    ["trackingNo=SF", []],
    ["customerTier=vip&orderNo=F", ["F2"]],
    ["currency=USD&node=picking", ["F3"]],
  ])("finds orders by %s", async (query, found) => {
    const order = (orderNo: string, facts: object) => ({
      id: orderNo,
      source: "facts",
      orderNo,
      node: "picking",
      occurredAt: iso(-HOUR),
      order: facts,
    });
    await api.send([
      order("F1", { trackingNo: "SF1" }),
      order("F2", { trackingNo: "SF1", customerTier: "vip" }),
      order("F3", { trackingNo: "SF3", currency: "USD" }),
    ]);
    const page = await api.get(`/api/v1/orders?${query}`);
    expect(page.orders.map(({ orderNo }: { orderNo: string }) => orderNo).sort()).toEqual(found);
    expect(page.totals.orders).toBe(found.length);
  });
});
