import { afterAll, beforeAll, expect, it } from "vitest";
import { seedPolicies } from "../../db/stores/policies.ts";
import { fireSteps } from "../commands/fire-steps.ts";
import { type Staff, stageStaff } from "../commands/testing/stage-alert.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { TEST_NOW } from "../testing/context.ts";
import type { DryRun } from "./dry-run-policy.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = TEST_NOW;
let api: TestApi;
let staff: Staff;

beforeAll(async () => {
  api = await testApi();
  await seedPolicies(api.context.sql);
  staff = await stageStaff(api.context);
});
afterAll(() => api.close());

const iso = (ms: number) => new Date(ms).toISOString();

async function dryRun(body: object): Promise<DryRun> {
  const response = await api.call("/api/v1/policies/dry-run", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as DryRun;
}

const move = (orderNo: string, node: string, at: number, more: object = {}) => ({
  id: `${orderNo}-${node}`,
  source: "t",
  orderNo,
  node,
  occurredAt: iso(at),
  ...more,
});

it("tells afterwards what the escalator told at the time, message by message", async () => {
  const { context } = api;
  // Five orders packed a minute apart, due four hours later: two messages of their own, then a storm.
  const orders = Array.from({ length: 5 }, (_, n) => move(`D${n}`, "packed", START + n * MINUTE));
  for (const event of orders) {
    context.setNow(Date.parse(event.occurredAt));
    await api.send([event]);
  }
  const left = START + 6 * HOUR + 5 * MINUTE;
  for (;;) {
    const { nextAt } = await fireSteps(context);
    if (nextAt === null || nextAt > left) break;
    if (nextAt > context.clock.shopNow()) context.setNow(nextAt);
  }
  context.setNow(left);
  await api.send(Array.from({ length: 5 }, (_, n) => move(`D${n}`, "delivered", left)));

  const told = await context.sql<{ at: number; kind: string; person: string; alerts: number }[]>`
    select n.send_at as at, n.kind, n.person_id as person,
      (select count(*)::int from notification_alerts l where l.notification_id = n.id) as alerts
    from notifications n where n.purpose = 'step' and n.kind = 'chat' order by n.send_at, n.person_id, n.created_at`;
  const run = await dryRun({ from: iso(START), to: iso(left) });
  const rehearsed = run.lines
    .filter(({ kind }) => kind === "chat")
    .map(({ at, person, count }) => ({ at: Date.parse(at), person: person!.id, alerts: count }))
    .toSorted((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1));
  expect(rehearsed).toEqual(
    told
      .map(({ at, person, alerts }) => ({ at, person, alerts }))
      .toSorted((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1)),
  );
  expect(run.totals).toMatchObject({ alerts: 5, flags: 5 });
  expect(run.nodes).toMatchObject([{ key: "packed", alerts: 5 }]);
  // One phone at once: what is a minute later joins while it rings.
  const calls = run.lines.filter(({ kind }) => kind === "voice");
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) expect(call).toMatchObject({ person: { id: staff.wang }, node: "packed" });
  expect(run.people.map(({ name }) => name)).toContain("王磊");
}, 20_000);

it("rehearses a draft in the place of what holds, and only the part of a stay within the window", async () => {
  const draft = {
    nameZh: "只打给赵总",
    nameEn: "Call Zhao only",
    rank: 100,
    conditions: { nodes: ["packed"] },
    steps: [
      { kind: "voice", anchor: "due", offsetMs: 0, targets: [{ kind: "person", personId: staff.zhao }] },
    ],
  };
  const day = { day: iso(START).slice(0, 10) };
  const run = await dryRun({ ...day, policy: draft });
  expect(run.totals).toMatchObject({ alerts: 5, messages: 0, flags: 0 });
  expect(new Set(run.lines.map(({ person }) => person!.name))).toEqual(new Set(["赵总"]));
  expect(run.lines[0]).toMatchObject({ at: iso(START + 4 * HOUR), policy: "draft", orderNos: ["D0"] });
  const part = await dryRun({ from: iso(START), to: iso(START + 4 * HOUR), policy: draft });
  expect(part.totals.calls).toBe(0);
  expect((await dryRun({ day: "2026-11-10" })).totals).toEqual({
    visits: 0,
    alerts: 0,
    messages: 0,
    calls: 0,
    flags: 0,
  });
});
