import { afterAll, beforeAll, expect, it } from "vitest";
import { stageAlert } from "../commands/testing/stage-alert.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { keyWith } from "../testing/signed-in.ts";

const NOW = Date.parse("2026-11-11T10:00:00+08:00");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const iso = (ms: number) => new Date(ms).toISOString();
const between = (fromMs: number, toMs: number) => `from=${iso(fromMs)}&to=${iso(toMs)}`;

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: NOW, machineNow: NOW });
  // 1/2 h always: each turns red two hours after it came.
  await api.send(
    Array.from({ length: 5 }, (_, i) => ({
      id: `r${i}`,
      source: "t",
      orderNo: `R${i}`,
      node: "allocating",
      occurredAt: iso(NOW - 6 * HOUR_MS + i * 10 * 60_000),
    })),
  );
});
afterAll(() => api.close());

async function refusal(path: string): Promise<{ status: number; detail: string }> {
  const answer = await api.call(path);
  return { status: answer.status, detail: ((await answer.json()) as { detail: string }).detail };
}

it("answers a stretch whose last frame is the board of its end", async () => {
  const told = await api.get(
    `/api/v1/replay?${between(NOW - 5 * HOUR_MS, NOW - 3 * HOUR_MS)}&stepSeconds=1200`,
  );
  expect(told.deltas.map(({ seq, asOf }: { seq: number; asOf: string }) => [seq, asOf])).toEqual(
    [1, 2, 3, 4, 5, 6].map((step) => [step, iso(NOW - 5 * HOUR_MS + step * 1_200_000)]),
  );
  const board = await api.get(`/api/v1/board?asOf=${told.to}`);
  expect(told.deltas.at(-1).totals).toEqual(board.totals);
  expect(board.totals.red).toBe(5);
  expect(told.delays[0]).toMatchObject({ asOf: told.from });
});

it("refuses what is not in the last 30 days, or too much at once, and says what to ask for instead", async () => {
  const asked: [string, RegExp][] = [
    [`replay?${between(NOW - 31 * DAY_MS, NOW - 31 * DAY_MS + HOUR_MS)}`, /from lies more than 30 days back/],
    [`replay?${between(NOW - HOUR_MS, NOW + HOUR_MS)}`, /to is ahead of the shop's clock/],
    [`replay?${between(NOW - HOUR_MS, NOW - 2 * HOUR_MS)}`, /from lies after to/],
    [
      `replay?${between(NOW - 50 * HOUR_MS, NOW)}&stepSeconds=3600`,
      /more than 48 hours after from: ask for at most/,
    ],
    [
      `replay?${between(NOW - 5 * HOUR_MS, NOW)}&stepSeconds=60`,
      /stepSeconds makes too many steps: ask for a shorter/,
    ],
    [`replay?${between(NOW - HOUR_MS, NOW)}&stepSeconds=1`, /stepSeconds: must be from 5 to 3600/],
    [`changes?${between(NOW - 31 * DAY_MS, NOW)}`, /from lies more than 30 days back/],
    [`changes?${between(NOW - 3 * DAY_MS, NOW)}`, /more than 48 hours after from/],
    [`changes/visits?${between(NOW - HOUR_MS, NOW)}&change=died`, /change: must be one of turned_red/],
  ];
  for (const [path, words] of asked) {
    const { status, detail } = await refusal(`/api/v1/${path}`);
    expect([path, status]).toEqual([path, 422]);
    expect(detail).toMatch(words);
  }
});

it("tells who acted to whoever may see who is on call or the audit, and changes of settings to the latter", async () => {
  const { alertId } = await stageAlert(api.context, "acted");
  const took = await api.call(`/api/v1/alerts/${alertId}/acknowledge`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ note: "13800000009 again" }),
  });
  expect(took.status).toBe(200);
  const patched = await api.call("/api/v1/nodes/picking", {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ dueMs: 5 * HOUR_MS }),
  });
  expect(patched.status).toBe(200);
  // New keys are looked for again after a while.
  let machineNow = NOW;
  const newKey = async (...rights: Parameters<typeof keyWith>[1]) => {
    machineNow += 60_000;
    api.context.setMachineNow(machineNow);
    return await keyWith(api.context, rights);
  };
  const path = `/api/v1/changes?${between(NOW - HOUR_MS, NOW)}`;
  const asSeenBy = async (...rights: Parameters<typeof keyWith>[1]) => {
    const key = await newKey(...rights);
    const answer = await api.call(path, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    const { acts } = (await answer.json()) as { acts: { action: string; name: string | null }[] };
    expect(JSON.stringify(acts)).not.toContain("13800000009");
    return acts.map(({ action, name }) => [action, name !== null]);
  };
  expect(await asSeenBy("board:read")).toEqual([["alert.acknowledge", false]]);
  expect(await asSeenBy("board:read", "orders:read")).toEqual([["alert.acknowledge", false]]);
  expect(await asSeenBy("board:read", "on-call:read")).toEqual([["alert.acknowledge", true]]);
  expect(await asSeenBy("board:read", "audit:read")).toEqual([
    ["alert.acknowledge", true],
    ["node.change", true],
  ]);
  const key = await newKey("board:read");
  const list = await api.call(`/api/v1/changes/visits?${between(NOW - HOUR_MS, NOW)}&change=left`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(list.status).toBe(403);
});
