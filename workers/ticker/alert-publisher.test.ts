import { afterAll, beforeAll, expect, test } from "vitest";
import { seedPolicies } from "../../db/stores/policies.ts";
import type { AlertSummary } from "../../domain/wire/alerts.ts";
import { rebuildBoard } from "../../server/commands/rebuild-board.ts";
import { takeAlerts } from "../../server/commands/take-alerts.ts";
import {
  type Staff,
  stageAlert,
  stageNotification,
  stageStaff,
} from "../../server/commands/testing/stage-alert.ts";
import { listenForPokes, type Pokes } from "../../server/live/pokes.ts";
import { readAlerts } from "../../server/live/read-alerts.ts";
import { eventually } from "../../server/live/testing/stage.ts";
import { readAlertSummary } from "../../server/queries/alert-summary.ts";
import { TEST_NOW, type TestContext, testContext } from "../../server/testing/context.ts";
import type { Running } from "../loop.ts";
import { runTicker } from "./run-ticker.ts";

let ctx: TestContext;
let staff: Staff;
let pokes: Pokes;
let ticker: Running;
const told: AlertSummary[] = [];

beforeAll(async () => {
  ctx = await testContext();
  await seedPolicies(ctx.sql);
  staff = await stageStaff(ctx);
  await rebuildBoard(ctx);
  pokes = listenForPokes(ctx);
  pokes.on("alert-summary", () => {
    void readAlerts(ctx).then((summary) => summary && told.push(summary));
  });
  ticker = runTicker(ctx, pokes);
});
afterAll(async () => {
  await ticker.stop();
  pokes.close();
  await ctx.close();
});

const newest = (holds: (summary: AlertSummary) => boolean) =>
  eventually(
    () => readAlerts(ctx),
    (summary) => summary !== null && holds(summary),
  );

test("publishes how far each node has come and who has it, by itself and at once on news", async () => {
  expect(await newest(() => true)).toMatchObject({ nodes: [], newest: [], held: [], overdueSteps: null });
  const first = await stageAlert(ctx, "A1");
  const second = await stageAlert(ctx, "A2");
  const alertIds = [first.alertId, second.alertId];
  await stageNotification(ctx, { kind: "voice", personId: staff.wang, state: "accepted", alertIds });
  const called = await newest(({ nodes }) => nodes.length > 0);
  expect(called).toMatchObject({
    nodes: [{ key: "packed", open: 2, stage: "voice", takenName: null, pledgeUntil: null }],
    newest: [
      { what: "voice", node: "packed", count: 2, who: "王磊" },
      { what: "flag", node: "packed", count: 2, who: null },
    ],
  });

  // One of them taken: the node still shows the one that nobody has.
  const [worst] = called!.nodes;
  const other = alertIds.find((id) => id !== worst!.alertId)!;
  const until = new Date(TEST_NOW + 3_600_000).toISOString();
  const startedAt = performance.now();
  await takeAlerts(ctx, { alertIds: [other], by: { personId: staff.wang, name: "王磊" }, via: "desk" });
  const taken = await newest(({ newest: news }) => news.some(({ what }) => what === "taken"));
  // Told by a poke, not by the slow round.
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(taken!.nodes).toMatchObject([{ open: 2, takenName: null, alertId: worst!.alertId }]);
  expect(taken!.newest.find(({ what }) => what === "taken")).toMatchObject({ who: "王磊", until, count: 1 });

  await takeAlerts(ctx, {
    alertIds: [worst!.alertId],
    by: { personId: staff.li, name: "李敏" },
    via: "desk",
  });
  const both = await newest(({ nodes }) => nodes[0]?.takenName != null);
  expect(both!.nodes).toMatchObject([{ open: 2, pledgeUntil: until }]);
  expect(told.length).toBeGreaterThan(2);
}, 20_000);

test("says which steps did not fire, and what is held back until when", async () => {
  const { visitId } = await stageAlert(ctx, "L1");
  const late = new Date(TEST_NOW - 10_001);
  await ctx.sql`update visits set next_step_at = ${late} where id = ${visitId}`;
  expect((await readAlertSummary(ctx)).overdueSteps).toEqual({ count: 1, oldestMs: 10_001 });
  await ctx.sql`update visits set next_step_at = ${new Date(TEST_NOW - 10_000)} where id = ${visitId}`;
  expect((await readAlertSummary(ctx)).overdueSteps).toBeNull();

  const id = await stageNotification(ctx, { kind: "chat", personId: null, state: "queued", alertIds: [] });
  const until = new Date(ctx.clock.machineNow() + 60_000);
  await ctx.sql`update notifications set held_until = ${until}, held_reason = 'rate' where id = ${id}`;
  expect((await readAlertSummary(ctx)).held).toEqual([
    { node: "packed", channel: "webhook", until: until.toISOString(), reason: "rate" },
  ]);
});
