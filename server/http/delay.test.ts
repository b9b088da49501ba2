import { afterAll, beforeAll, expect, it } from "vitest";
import { sumDelays } from "../commands/sum-delays.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";

/** 2026-11-11 is a working day; the clock stands at noon. */
const NOW = Date.parse("2026-11-11T12:00:00+08:00");
const HOUR_MS = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: NOW });
  const sofa = { channel: "taobao", lines: [{ sku: "SOFA", quantity: 1, bulky: true }] };
  const cup = { channel: "wechat", lines: [{ sku: "CUP", quantity: 1 }] };
  const event = (orderNo: string, node: string, hour: number, order?: object) => ({
    id: `${orderNo}-${node}`,
    source: "t",
    orderNo,
    node,
    occurredAt: iso(NOW - hour * HOUR_MS),
    order,
  });
  await api.send([
    // packed: 3/4 h on the warehouse's clock from 08:00; allocating: 1/2 h always.
    event("A", "allocating", 10, sofa),
    event("A", "packed", 4),
    event("A", "closed", -0.01),
    event("B", "allocating", 5, cup),
    event("C", "allocating", 30, sofa),
    event("C", "closed", 27),
  ]);
  await sumDelays(api.context, 1);
});
afterAll(() => api.close());

it("says where the overdue time of a window sits, and its orders add up to it", async () => {
  const answer = await api.get("/api/v1/bottlenecks?by=node,bulky");
  expect(answer).toEqual({
    from: iso(NOW - 24 * HOUR_MS),
    to: iso(NOW),
    totalOverdueSeconds: 7 * 3_600,
    items: [
      { node: "allocating", bulky: true, overdueSeconds: 4 * 3_600, share: 4 / 7, visits: 1, open: 0 },
      { node: "allocating", bulky: false, overdueSeconds: 3 * 3_600, share: 3 / 7, visits: 1, open: 1 },
      // A watch's time is that of orders at nodes: it is told, and not added to the whole.
      { node: "watch:stuck_in_erp", bulky: false, overdueSeconds: 2 * 3_600, share: 0, visits: 1, open: 1 },
    ],
  });
  const window = `overdueFrom=${answer.from}&overdueTo=${answer.to}`;
  for (const item of answer.items) {
    const { totals, orders } = await api.get(
      `/api/v1/orders?node=${item.node}&bulky=${item.bulky}&${window}`,
    );
    expect(totals).toEqual({ orders: 1, visits: item.visits });
    expect(orders[0].visits).toHaveLength(1);
    const open = await api.get(
      `/api/v1/orders?node=${item.node}&bulky=${item.bulky}&${window}&open=true&asOf=${answer.to}`,
    );
    expect(open.totals.visits).toBe(item.open);
  }
});

it("takes dimensions in either form, and pairs of which no sums are kept", async () => {
  const listed = await api.get("/api/v1/bottlenecks?by=channel&by=bulky");
  expect(listed.items.map((i: { channel: string; bulky: boolean }) => [i.channel, i.bulky])).toEqual([
    ["taobao", true],
    ["wechat", false],
  ]);
  const phases = await api.get("/api/v1/bottlenecks?by=phase");
  expect(phases.items).toEqual([
    { phase: "pre_ship", overdueSeconds: 7 * 3_600, share: 1, visits: 2, open: 1 },
  ]);
});

it("spreads overdue time over hours; each cell opens into its visits", async () => {
  const { rows, cols, cells: all } = await api.get("/api/v1/heatmap");
  const cells = all.filter((cell: { row: string }) => !cell.row.startsWith("watch:"));
  expect({ rows, cols }).toEqual({ rows: "node", cols: "hour" });
  const hours = cells.filter((cell: { visits: number }) => cell.visits > 0);
  // A was overdue at allocating from 8 to 4 h ago, B from 3 h ago on.
  expect(hours.map((c: { col: string; overdueSeconds: number }) => [c.col, c.overdueSeconds]).sort()).toEqual(
    [8, 7, 6, 5, 3, 2, 1].map((ago) => [iso(NOW - ago * HOUR_MS), 3_600]),
  );
  for (const cell of hours) {
    const end = iso(Date.parse(cell.col) + HOUR_MS);
    const behind = await api.get(`/api/v1/orders?node=${cell.row}&overdueFrom=${cell.col}&overdueTo=${end}`);
    expect(behind.totals.visits).toBe(cell.visits);
  }
  // A dwelt at allocating for six hours where two are allowed, and left on the hour: it belongs to the hour that ended.
  const left = cells.find((cell: { col: string }) => cell.col === iso(NOW - 5 * HOUR_MS));
  expect(left.p90Ratio).toBeGreaterThan(3 / 1.05);
  expect(left.p90Ratio).toBeLessThan(3 * 1.05);
  const bySegment = await api.get("/api/v1/heatmap?rows=node&cols=segment");
  expect(bySegment.cells).toMatchObject([
    { row: "allocating", col: null, visits: 2, overdueSeconds: 7 * 3_600 },
    { row: "watch:stuck_in_erp", col: null, visits: 1, overdueSeconds: 2 * 3_600 },
  ]);
});

it("refuses what it cannot answer, and says how to ask instead", async () => {
  const ago = (days: number, ms = 0) => iso(NOW - days * 24 * HOUR_MS - ms);
  const cases: [path: string, status: number, says?: string][] = [
    [`/bottlenecks?to=${iso(NOW + 1)}`, 422, "ahead of the shop's clock"],
    [`/bottlenecks?from=${ago(1)}&to=${ago(2)}`, 422, "not after to"],
    [`/bottlenecks?from=${ago(400)}`, 200],
    [`/bottlenecks?from=${ago(400, 1)}`, 422, "at most 400 days"],
    [`/bottlenecks?by=carrier,region&from=${ago(31)}`, 200],
    [`/bottlenecks?by=carrier,region&from=${ago(31, 1)}`, 422, "at most 31 days"],
    ["/bottlenecks?by=node,colour", 422, "must be one of node, phase"],
    ["/bottlenecks?by=node,bulky,custom", 422, "at most 2"],
    ["/bottlenecks?by=node,node", 422, "twice"],
    ["/bottlenecks?since=yesterday", 422, "since"],
    [`/heatmap?from=${ago(31)}`, 200],
    [`/heatmap?from=${ago(31, 1)}`, 422, "at most 31 days"],
    [`/heatmap?cols=region&from=${ago(400)}`, 200],
    ["/heatmap?rows=hour", 422, "must be one of"],
    ["/heatmap?cols=node", 422, "another than rows"],
    [`/orders?overdueFrom=${ago(1)}`, 422, "give both"],
    [`/orders?overdueTo=${ago(1)}`, 422, "give both"],
    [`/orders?overdueFrom=${ago(1)}&overdueTo=${iso(NOW + 1)}`, 422, "ahead of the shop's clock"],
    [`/heatmap?from=${iso(NOW)}&to=${iso(NOW)}`, 200],
  ];
  for (const [path, status, says] of cases) {
    const response = await api.call(`/api/v1${path}`);
    const body = await response.text();
    expect([path, response.status, body]).toEqual([
      path,
      status,
      says ? expect.stringContaining(says) : body,
    ]);
  }
});
