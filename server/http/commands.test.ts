import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApi, testApi } from "../testing/api-server.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const at = "2026-11-11T09:00:00+08:00";
const json = { "content-type": "application/json" };

async function command(method: string, path: string, body: object) {
  const response = await api.call(path, { method, headers: json, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

it("changes a node: its open visits, what it says of itself, and the audit", async () => {
  await api.send([{ id: "1", source: "t", orderNo: "A1", node: "picking", occurredAt: at }]);
  const light = async () => (await api.get("/api/v1/orders/A1")).visits[0].light;
  expect(await light()).toBe("green");
  const changed = await command("PATCH", "/api/v1/nodes/picking", { warnMs: 60_000, dueMs: 120_000 });
  expect(changed).toMatchObject({
    status: 200,
    body: { key: "picking", dueMs: 120_000, openVisitsChanged: 1 },
  });
  expect(await light()).toBe("red");
  const { nodes } = await api.get("/api/v1/nodes");
  expect(nodes.find((node: { key: string }) => node.key === "picking")).toMatchObject({ warnMs: 60_000 });
  const [note] = await api.context.sql`select actor from audit where action = 'node.change'`;
  expect(note).toEqual({ actor: "key:made" });
});

it("replays what has found its place and gives up the rest", async () => {
  const lost = (id: string, node: string) => ({ id, source: "q", orderNo: `Q${id}`, node, occurredAt: at });
  await api.send([lost("1", "somewhere"), lost("2", "somewhere"), lost("3", "elsewhere")]);
  const listed = await api.get("/api/v1/quarantine?word=somewhere");
  expect(listed).toMatchObject({ total: 2, groups: [{ word: "somewhere", items: 2, orders: 2 }] });
  expect(listed.items[0].event).toMatchObject({ node: "somewhere", occurredAt: "2026-11-11T01:00:00.000Z" });

  expect(await command("POST", "/api/v1/quarantine/replay", {})).toMatchObject({
    body: { replayed: 0, waiting: 3 },
  });
  // The fix: a node of this name.
  await api.context.sql`
    insert into node_versions select 'somewhere', valid_from, settings from node_versions where key = 'picking' limit 1`;
  await api.context.sql`update settings_revision set revision = revision + 1`;
  await api.context.settings.get(Number.MAX_SAFE_INTEGER);
  const replayed = await command("POST", "/api/v1/quarantine/replay", { word: "somewhere" });
  expect(replayed).toMatchObject({ status: 200, body: { replayed: 2, waiting: 0, rejected: [] } });
  expect((await api.get("/api/v1/orders/Q1")).visits).toMatchObject([{ node: "somewhere" }]);

  const dismissed = await command("POST", "/api/v1/quarantine/dismiss", { word: "elsewhere" });
  expect(dismissed).toMatchObject({ status: 200, body: { dismissed: 1 } });
  expect(await api.get("/api/v1/quarantine")).toMatchObject({ total: 0, items: [] });
  expect((await api.get("/api/v1/quarantine?state=all")).total).toBe(3);
});
