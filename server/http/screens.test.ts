import { afterAll, beforeAll, expect, it } from "vitest";
import type { NodeDepth } from "../../domain/wire/depth.ts";
import type { Escalations } from "../../domain/wire/escalations.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";

/** 2026-11-11 is a working day; the clock stands at ten past noon. */
const NOW = Date.parse("2026-11-11T12:10:00+08:00");
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MANY = 20_000;
const RECIPIENT = { name: "测试收件人乙", phone: "13900002222", address: "测试路 2 号" };
const iso = (ms: number) => new Date(ms).toISOString();

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: NOW });
  const event = (orderNo: string, node: string, hours: number) => ({
    id: `${orderNo}-${node}`,
    source: "t",
    orderNo,
    node,
    occurredAt: iso(NOW - hours * HOUR_MS),
    order: {
      channel: "taobao",
      carrier: "德邦",
      hold: orderNo === "E" ? "risk" : null,
      recipient: RECIPIENT,
    },
  });
  await api.send([
    // allocating: 1/2 h always. Three that left after 1, 2 and 4 hours, and three that are here.
    ...[1, 2, 4].flatMap((stay, i) => [event(`A${i}`, "allocating", 6), event(`A${i}`, "closed", 6 - stay)]),
    event("B", "allocating", 30),
    event("C", "allocating", 1.5),
    event("D", "allocating", 0.5),
    event("E", "delivered", 3),
  ]);
});
afterAll(() => api.close());

const depthOf = (path: string): Promise<NodeDepth> => api.get(`/api/v1/nodes/${path}`);

it("tells how old what waits is against its allowance, and its points add up to the board", async () => {
  const depth = await depthOf("allocating/depth");
  const board = await api.get("/api/v1/board");
  const row = board.nodes.find(({ key }: { key: string }) => key === "allocating");
  for (const light of ["green", "yellow", "red", "breached"] as const) expect(depth[light]).toBe(row[light]);
  expect(depth.open).toBe(3);
  expect(depth.ageing).toEqual([
    { ageSeconds: 30 * 3_600, progress: 3, light: "red", visits: 1 },
    { ageSeconds: 1.5 * 3_600, progress: 0.75, light: "yellow", visits: 1 },
    { ageSeconds: 0.5 * 3_600, progress: 0.25, light: "green", visits: 1 },
  ]);
  expect(depth.oldest.map(({ orderNo, light }) => [orderNo, light])).toEqual([
    ["B", "red"],
    ["C", "yellow"],
    ["D", "green"],
  ]);
  expect(depth.oldest[0]).toMatchObject({ channel: "taobao", carrier: "德邦", held: false, breached: false });
});

it("tells how long those stayed that left, and what came and went step by step", async () => {
  const depth = await depthOf("allocating/depth");
  expect(depth.dwell).toEqual({ p50Seconds: 7_200, p85Seconds: 14_400, p95Seconds: 14_400, visits: 3 });
  expect(depth.stepMinutes).toBe(60);
  expect(depth.from).toBe("2026-11-10T04:00:00.000Z");
  expect(depth.flow).toHaveLength(25);
  expect(depth.flow.at(-1)!.at).toBe("2026-11-11T04:00:00.000Z");
  const sum = (of: "arrivals" | "departures") => depth.flow.reduce((all, step) => all + step[of], 0);
  // B came before.
  expect([sum("arrivals"), sum("departures")]).toEqual([5, 3]);
  const moved = depth.flow.filter(({ arrivals, departures }) => arrivals + departures > 0);
  expect(moved.map(({ at, arrivals, departures }) => [at.slice(11, 13), arrivals, departures])).toEqual([
    ["22", 3, 0],
    ["23", 0, 1],
    ["00", 0, 1],
    ["02", 1, 1],
    ["03", 1, 0],
  ]);
  expect((await depthOf("allocating/depth?hours=4")).stepMinutes).toBe(15);
});

it("answers for a moment of the past, for a node without deadlines, and for a watch", async () => {
  const then = await depthOf(`allocating/depth?asOf=${iso(NOW - 4.5 * HOUR_MS)}`);
  // Two of the three had not left yet, and B was there.
  expect([then.open, then.dwell?.visits, then.oldest[0]?.orderNo]).toEqual([3, 1, "B"]);
  expect(then.flow.reduce((all, { arrivals }) => all + arrivals, 0)).toBe(3);
  const delivered = await depthOf("delivered/depth");
  expect(delivered.ageing).toEqual([{ ageSeconds: 3 * 3_600, progress: null, light: "green", visits: 1 }]);
  expect(delivered.oldest[0]).toMatchObject({ orderNo: "E", dueAt: null, held: true });
  expect(delivered.dwell).toBeNull();
  const watch = await depthOf(`${encodeURIComponent("watch:stuck_in_erp")}/depth`);
  const board = await api.get("/api/v1/board");
  const row = board.watches.find(({ key }: { key: string }) => key === "watch:stuck_in_erp");
  expect([watch.red, watch.yellow, watch.green]).toEqual([row.red, row.yellow, row.green]);
  expect(watch.red).toBeGreaterThan(0);
});

it("refuses what it cannot answer", async () => {
  for (const [path, status] of [
    ["nowhere/depth", 404],
    ["allocating/depth?hours=0", 422],
    ["allocating/depth?hours=169", 422],
    ["allocating/depth?days=1", 422],
    [`allocating/depth?asOf=${iso(NOW + HOUR_MS)}`, 422],
  ] as const)
    expect((await api.call(`/api/v1/nodes/${path}`)).status, path).toBe(status);
});

it("names nobody", async () => {
  const texts = await Promise.all(
    ["nodes/allocating/depth", "nodes/delivered/depth", "escalations"].map(async (path) =>
      (await api.call(`/api/v1/${path}`)).text(),
    ),
  );
  for (const personal of Object.values(RECIPIENT)) expect(texts.join()).not.toContain(personal);
});

it("groups alerts by node and who has them; a pledge that has passed counts no more", async () => {
  const { sql } = api.context;
  const alert = (orderNo: string, stage: string, dueH: number, taken: [string, number] | null) => sql`
    insert into alerts (id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from, entered_at,
      due_at, opened_at, state, stage, next_step, taken_name, taken_at, pledge_until)
    values (gen_random_uuid(), 0, ${orderNo}, gen_random_uuid(), 'main', 'packed', 1, 'p', ${new Date(0)}, ${new Date(0)},
      ${new Date(NOW + dueH * HOUR_MS)}, ${new Date(NOW)}, ${taken ? "acknowledged" : "open"}, ${stage}, 1,
      ${taken?.[0] ?? null}, ${taken && new Date(NOW)}, ${taken && new Date(NOW + taken[1] * HOUR_MS)})`;
  await alert("1", "chat", 1, null);
  await alert("2", "voice", -3, null);
  await alert("3", "flag", -2, ["王磊", -0.1]);
  await alert("4", "flag", -1, ["王磊", 2]);
  await alert("5", "voice", -4, ["王磊", 1]);
  await alert("6", "flag", -1, ["李敏", 0.5]);
  const { groups }: Escalations = await api.get("/api/v1/escalations");
  expect(
    groups
      .filter(({ node }) => node === "packed")
      .map((g) => [g.takenName, g.pledgeUntil, g.stage, g.alerts, g.overdue, g.oldestDueAt]),
  ).toEqual([
    [null, null, "voice", 3, 2, iso(NOW - 3 * HOUR_MS)],
    ["李敏", iso(NOW + 0.5 * HOUR_MS), "flag", 1, 1, iso(NOW - HOUR_MS)],
    ["王磊", iso(NOW + HOUR_MS), "voice", 2, 2, iso(NOW - 4 * HOUR_MS)],
  ]);
});

it(`tells ${MANY} open ones by some hundred points, which add up to them`, async () => {
  const { sql } = api.context;
  await sql`insert into orders (order_no) select 'many-' || i from generate_series(1, ${MANY}::int) i`;
  const visit = (from: number, left: string) =>
    sql.unsafe(`
    insert into visits (id, order_id, token, node, entered_at, left_at, warn_at, due_at, bulky, custom)
    select gen_random_uuid(), o.id, 'main', 'picking', t.at, ${left}, t.at + interval '2 h', t.at + interval '4 h', false, false
    from orders o cross join lateral (
      select timestamptz '${iso(NOW)}' - (o.id % 997 + ${from}) * interval '1 min' as at) t
    where o.order_no like 'many-%'`);
  await visit(1, "null");
  await visit(60, "t.at + interval '30 min'");
  await sql`analyze visits`;
  const depth = await depthOf("picking/depth");
  expect(depth.open).toBe(MANY);
  expect(depth.ageing.reduce((all, { visits }) => all + visits, 0)).toBe(MANY);
  expect(depth.ageing.length).toBeLessThan(500);
  expect(depth.dwell).toMatchObject({ p50Seconds: 1_800, visits: MANY });
});
