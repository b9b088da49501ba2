import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApi, testApi } from "../testing/api-server.ts";

const NOW = Date.parse("2026-11-11T12:00:00+08:00");
const HOUR_MS = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: NOW });
  await api.send([
    event("1", "S1", { node: "in_transit" }),
    event("2", "S2", { node: "in_transit", order: { trackingNo: "SF1" } }),
    event("3", "S3", { node: "packed" }),
  ]);
});
afterAll(() => api.close());

function event(id: string, orderNo: string, more: object) {
  return { id, source: "t", orderNo, occurredAt: iso(NOW - 3 * HOUR_MS), ...more };
}

async function command(method: string, path: string, body: object) {
  const headers = { "content-type": "application/json" };
  const response = await api.call(path, { method, headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const heavy = {
  nameZh: "包好没动",
  nameEn: "Packed and not moved",
  lane: "warehouse",
  severity: 2,
  owner: "warehouse_lead",
  warnMs: HOUR_MS,
  dueMs: 2 * HOUR_MS,
  condition: { "==": [{ var: "node" }, "packed"] },
};

it("lists the watches beside the board's nodes, in none of its totals; each opens into its orders", async () => {
  const board = await api.get(`/api/v1/board?asOf=${iso(NOW)}`);
  expect(board.totals).toMatchObject({ orders: 3, open: 3, red: 0 });
  expect(board.nodes).toHaveLength(21);
  const rows = board.watches.filter((row: { green: number; red: number }) => row.green + row.red > 0);
  expect(rows).toMatchObject([
    { key: "watch:no_tracking_number", kind: "watch", red: 1 },
    { key: "watch:no_carrier_scan", green: 1 },
  ]);
  const behind = await api.get("/api/v1/orders?node=watch:no_tracking_number&light=red");
  expect(behind.totals).toEqual({ orders: 1, visits: 1 });
  expect(behind.orders[0]).toMatchObject({ orderNo: "S1", visits: [{ token: "watch:no_tracking_number" }] });
  expect((await api.get("/api/v1/orders?light=red")).totals).toEqual({ orders: 0, visits: 0 });
  expect((await api.get("/api/v1/orders?open=true")).totals).toEqual({ orders: 3, visits: 3 });
  const one = await api.get("/api/v1/watches/no_tracking_number");
  expect(one).toMatchObject({ node: "watch:no_tracking_number", holds: 1, enabled: true, problem: null });
});

it("says of which orders a rule would hold, makes it, and switches it off", async () => {
  const dryRun = (body: object) => command("POST", "/api/v1/watches/dry-run", body);
  expect(await dryRun({ watch: heavy })).toEqual({
    status: 200,
    body: { holds: 1, enters: 1, leaves: 0, orderNos: ["S3"] },
  });
  const made = await command("PUT", "/api/v1/watches/packed_idle", heavy);
  expect(made).toMatchObject({
    status: 200,
    body: {
      key: "packed_idle",
      holds: 1,
      phase: "after",
      clock: "always",
      moveTo: null,
      validFrom: iso(NOW),
    },
  });
  expect((await dryRun({ key: "packed_idle", watch: heavy })).body).toMatchObject({ holds: 1, enters: 0 });
  const elsewhere = { ...heavy, condition: { "==": [{ var: "node" }, "picking"] } };
  expect((await dryRun({ key: "packed_idle", watch: elsewhere })).body).toMatchObject({
    holds: 0,
    leaves: 1,
  });
  const off = await command("PUT", "/api/v1/watches/packed_idle", { ...heavy, enabled: false });
  expect(off.body).toMatchObject({ holds: 0, enabled: false });
  const [note] = await api.context.sql`select actor from audit where action = 'watch.create'`;
  expect(note).toEqual({ actor: "key:made" });
});

it("refuses what cannot be a rule: field, value, remedy", async () => {
  const put = (more: object, key = "bad") => command("PUT", `/api/v1/watches/${key}`, { ...heavy, ...more });
  expect(await put({ condition: { log: ["x"] } })).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('condition: uses "log"') },
  });
  expect(await put({ dueMs: 1 })).toMatchObject({ status: 422 });
  expect(await put({}, "Bad%20Key")).toMatchObject({ status: 422 });
  expect((await api.call("/api/v1/watches/bad")).status).toBe(404);
  const patched = await command("PATCH", "/api/v1/nodes/watch:no_tracking_number", { severity: 1 });
  expect(patched).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining("/api/v1/watches") },
  });
});

it("lets no source speak for a watch, or for Andon", async () => {
  const answer = await api.send([
    event("10", "S3", { node: "packed", token: "watch:stuck_in_erp" }),
    event("11", "S3", { node: "watch:stuck_in_erp" }),
    event("watch:payment_overdue:1", "S3", { node: "payment_timeout", source: "andon" }),
  ]);
  expect(answer).toMatchObject({
    accepted: 0,
    quarantined: [],
    rejected: [
      { index: 0, code: "token_not_accepted" },
      { index: 1, code: "node_not_accepted" },
      { index: 2, code: "invalid_event", detail: expect.stringContaining('source: must not be "andon"') },
    ],
  });
});
