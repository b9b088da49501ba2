import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { seedPolicies } from "../../db/stores/policies.ts";
import { type Staff, stageAlert, stageNotification, stageStaff } from "../commands/testing/stage-alert.ts";
import { createLogger } from "../platform/logger.ts";
import { readAlert } from "../queries/read-alert.ts";
import { serveTestApi, type TestApi } from "../testing/api-server.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { LINK_LIFE_MS, linkFor } from "./link-for.ts";
import { openLink } from "./open-link.ts";
import type { LinkAction } from "./token.ts";

const HOUR = 3_600_000;
let ctx: TestContext;
let api: TestApi;
let staff: Staff;
let logged = "";
let orders = 0;

beforeAll(async () => {
  ctx = await testContext({ env: { PUBLIC_URL: "https://andon.example/" } });
  const log = createLogger("debug", "web", {
    write: (line) => {
      logged += line;
    },
  });
  api = await serveTestApi({ ...ctx, log });
  await seedPolicies(ctx.sql);
  staff = await stageStaff(ctx);
});
afterAll(() => api.close());
beforeEach(async () => {
  ctx.setNow(TEST_NOW);
  ctx.setMachineNow(TEST_NOW);
  logged = "";
  await ctx.sql`truncate alerts, alert_steps, notifications, notification_alerts, visits, audit, link_uses`;
});

/** A message about two alerts, and a link in it. */
async function stage(action: LinkAction, personId: string | null = staff.wang) {
  const alerts = [await stageAlert(ctx, `L-${++orders}`), await stageAlert(ctx, `L-${++orders}`)];
  const alertIds = alerts.map(({ alertId }) => alertId);
  const notificationId = await stageNotification(ctx, {
    kind: "chat",
    personId,
    state: "accepted",
    alertIds,
  });
  const url = await linkFor(ctx, { notificationId, personId, action });
  expect(url).toMatch(/^https:\/\/andon\.example\/a\/[\w-]{72}$/);
  return { alertIds, notificationId, token: url.split("/a/")[1]! };
}

async function press(token: string, body?: object, end = "") {
  const response = await fetch(`${api.url}/api/a/${token}${end}`, {
    method: "POST",
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const refusals = async () =>
  (
    await ctx.sql<{ reason: string }[]>`
    select detail ->> 'reason' as reason from audit where action = 'link.refuse' order by id`
  ).map(({ reason }) => reason);

it("takes all that a message tells of, once, however often it is opened before; nothing of it is logged", async () => {
  const { alertIds, token } = await stage("take");
  for (let opened = 0; opened < 3; opened++)
    expect(await openLink(ctx, token)).toMatchObject({
      ok: true,
      view: { action: "take", name: "王磊", alerts: 2, unresolved: 2, taken: null, used: false },
    });
  expect((await readAlert(ctx, alertIds[0]!))!.state).toBe("open");
  expect(await press(token, { pledgeUntil: new Date(TEST_NOW + 2 * HOUR).toISOString() })).toEqual({
    status: 200,
    body: {
      action: "take",
      taken: 2,
      over: 0,
      takenBy: null,
      pledgeUntil: new Date(TEST_NOW + 2 * HOUR).toISOString(),
    },
  });
  expect(await readAlert(ctx, alertIds[1]!)).toMatchObject({ taken: { name: "王磊", via: "link" } });
  expect(await press(token)).toMatchObject({ status: 409, body: { type: "urn:andon:problem:link-used" } });
  expect(await openLink(ctx, token)).toMatchObject({
    ok: true,
    view: { used: true, taken: { name: "王磊" } },
  });
  expect(await refusals()).toEqual(["used"]);
  expect(logged).toContain("/api/a/:token");
  expect(logged).not.toContain(token);
  const stored = await ctx.sql`select subject || detail::text as row from audit`;
  expect(JSON.stringify(stored)).not.toContain(token);
});

it("acts once when its button is pressed twice at once", async () => {
  const { token } = await stage("take");
  const both = await Promise.all([press(token), press(token)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

it("is not used up by finding that somebody else has it, and then takes it over", async () => {
  const { token, alertIds } = await stage("take");
  const other = await stage("take", staff.li);
  await ctx.sql`
    insert into notification_alerts select ${other.notificationId}, alert_id from notification_alerts
    where alert_id = any(${alertIds}) on conflict do nothing`;
  await press(other.token);
  expect(await press(token)).toMatchObject({ status: 200, body: { taken: 0, takenBy: "李敏" } });
  expect(await press(token, { takeOver: true })).toMatchObject({ status: 200, body: { taken: 2 } });
  expect(await readAlert(ctx, alertIds[0]!)).toMatchObject({ taken: { name: "王磊" } });
  expect(await refusals()).toEqual([]);
});

it("passes on to the next person, and takes that back within ten seconds", async () => {
  const { token, alertIds } = await stage("pass");
  expect(await press(token)).toMatchObject({ status: 200, body: { action: "pass", passed: 2, to: "李敏" } });
  expect(await press(token, undefined, "/undo")).toEqual({ status: 200, body: { restored: 2 } });
  expect(await press(token, undefined, "/undo")).toMatchObject({ status: 409 });
  const queued = await ctx.sql`select from notifications where state = 'queued'`;
  expect(queued).toHaveLength(0);
  expect((await readAlert(ctx, alertIds[0]!))!.state).toBe("open");
});

it("refuses what is forged, expired, only for looking, or about somebody who left, and audits it", async () => {
  const { token, alertIds, notificationId } = await stage("take");
  const flipped = `${token.slice(0, 20)}${token[20] === "A" ? "B" : "A"}${token.slice(21)}`;
  for (const forged of [
    flipped,
    token.slice(0, -1),
    `${token}A`,
    "x",
    token.replace(/.$/, (c) => (c === "A" ? "B" : "A")),
  ])
    expect(await press(forged)).toMatchObject({
      status: 403,
      body: { type: "urn:andon:problem:link-forged" },
    });
  const look = (await linkFor(ctx, { notificationId, personId: staff.wang, action: "look" })).split(
    "/a/",
  )[1]!;
  expect(await openLink(ctx, look)).toMatchObject({ ok: true });
  expect(await press(look)).toMatchObject({ status: 409 });
  const nobody = (await linkFor(ctx, { notificationId, personId: randomUUID(), action: "take" })).split(
    "/a/",
  )[1]!;
  expect(await press(nobody)).toMatchObject({ status: 410 });
  ctx.setMachineNow(TEST_NOW + LINK_LIFE_MS);
  expect(await press(token)).toMatchObject({ status: 410, body: { type: "urn:andon:problem:link-expired" } });
  expect(await openLink(ctx, token)).toEqual({ ok: false, reason: "expired" });
  expect(await refusals()).toEqual([
    ...Array.from({ length: 5 }, () => "forged"),
    "look_only",
    "gone",
    "expired",
    "expired",
  ]);
  expect((await readAlert(ctx, alertIds[0]!))!.state).toBe("open");
});

it("says that all is over once the orders have moved on, and speaks for the group where nobody was named", async () => {
  const { token, alertIds } = await stage("take", null);
  await ctx.sql`update visits set left_at = ${new Date(TEST_NOW)}`;
  expect(await press(token)).toMatchObject({ status: 200, body: { taken: 0, over: 2 } });
  await ctx.sql`update visits set left_at = null`;
  expect(await press(token)).toMatchObject({ status: 200, body: { taken: 2 } });
  expect(await readAlert(ctx, alertIds[0]!)).toMatchObject({ taken: { name: "仓库群", personId: null } });
});

it("audits only so many refusals a minute: whoever tries out links must not fill the disk", async () => {
  ctx.setMachineNow(TEST_NOW + 2 * 60_000);
  for (let n = 0; n < 70; n++)
    expect(await openLink(ctx, "x".repeat(72))).toEqual({ ok: false, reason: "forged" });
  expect(await refusals()).toHaveLength(60);
});
