import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { seedPolicies } from "../../db/stores/policies.ts";
import { alertDetailSchema, alertPageSchema } from "../../domain/wire/alerts.ts";
import { type Staff, stageAlert, stageNotification, stageStaff } from "../commands/testing/stage-alert.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { TEST_NOW } from "../testing/context.ts";
import { signedIn } from "../testing/signed-in.ts";

const HOUR = 3_600_000;
const iso = (offsetMs: number) => new Date(TEST_NOW + offsetMs).toISOString();
let api: TestApi;
let staff: Staff;
let orders = 0;

beforeAll(async () => {
  api = await testApi();
  await seedPolicies(api.context.sql);
  staff = await stageStaff(api.context);
});
afterAll(() => api.close());
beforeEach(async () => {
  api.context.setNow(TEST_NOW);
  await api.context
    .sql`truncate alerts, alert_steps, notifications, notification_alerts, attempts, visits, audit`;
});

const stage = () => stageAlert(api.context, `H-${++orders}`);

async function post(path: string, body?: object, method = "POST") {
  const response = await api.call(path, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

it("lists what is not resolved, by any filter, page by page, each once", async () => {
  for (let n = 0; n < 7; n++) {
    api.context.setNow(TEST_NOW + Math.floor(n / 3) * 1_000);
    await stage();
  }
  const seen: string[] = [];
  let cursor = "";
  do {
    const page = alertPageSchema.parse(
      await api.get(`/api/v1/alerts?limit=2${cursor && `&cursor=${cursor}`}`),
    );
    if (cursor === "") expect(page.total).toBe(7);
    seen.push(...page.alerts.map(({ orderNo }) => orderNo));
    cursor = page.nextCursor ?? "";
  } while (cursor);
  expect(new Set(seen).size).toBe(7);
  expect(seen.length).toBe(7);
  const count = async (query: string) => (await api.get(`/api/v1/alerts?${query}`)).total;
  expect(await count("node=packed&severity=1&stage=voice")).toBe(7);
  expect(await count("node=picking")).toBe(0);
  expect(await count("state=resolved")).toBe(0);
  expect(await count(`orderNo=${seen[0]}`)).toBe(1);
  expect(await count(`takenBy=${staff.wang}`)).toBe(0);
});

it("takes with a pledge, says who has it, takes over, passes on, takes that back, and resolves", async () => {
  const { alertId } = await stage();
  const at = `/api/v1/alerts/${alertId}`;
  const taken = await post(`${at}/acknowledge`, {
    pledgeUntil: iso(2 * HOUR),
    note: "在装车",
    personId: staff.wang,
  });
  expect(taken).toMatchObject({
    status: 200,
    body: { state: "acknowledged", taken: { name: "王磊", via: "api", pledgeUntil: iso(2 * HOUR) } },
  });
  expect(await post(`${at}/acknowledge`)).toMatchObject({
    status: 409,
    body: { takenBy: "王磊", pledgeUntil: iso(2 * HOUR), detail: expect.stringContaining("takeOver") },
  });
  expect(await post(`${at}/acknowledge`, { takeOver: true })).toMatchObject({
    status: 200,
    body: { taken: { name: "key:made", personId: null, pledgeUntil: iso(HOUR) } },
  });
  expect(await post(`${at}/pass`, { to: staff.zhao })).toMatchObject({
    status: 200,
    body: { to: { name: "赵总" }, alert: { state: "open", taken: null }, undoUntil: expect.any(String) },
  });
  expect(await post(`${at}/undo`)).toMatchObject({ status: 200, body: { restored: [alertId] } });
  expect(await post(`${at}/undo`)).toMatchObject({ status: 409 });
  expect(await post(`${at}/resolve`, { note: "客户取消" })).toMatchObject({
    status: 200,
    body: { state: "resolved", resolution: "by_hand" },
  });
  expect(await post(`${at}/acknowledge`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("over") },
  });
  const detail = alertDetailSchema.parse(await api.get(at));
  expect(detail.audit.map(({ action }) => action)).toEqual([
    "alert.resolve",
    "alert.undo_pass",
    "alert.pass",
    "alert.acknowledge",
    "alert.acknowledge",
  ]);
  expect(new Set(detail.audit.map(({ actor }) => actor))).toEqual(new Set(["key:made"]));
  expect(detail.steps).toMatchObject([{ kind: "chat" }, { kind: "voice", outcome: "fired" }]);
});

it("takes many at once, or all of a node, and leaves what somebody else has", async () => {
  const [one, two, three] = [await stage(), await stage(), await stage()];
  const ids = [one.alertId, two.alertId];
  const stranger = "00000000-0000-4000-8000-000000000000";
  const at = "/api/v1/alerts/acknowledge";
  expect(await post(at, { ids: [...ids, stranger], personId: staff.wang })).toMatchObject({
    status: 200,
    body: { taken: expect.arrayContaining(ids), already: null, over: 0, pledgeUntil: iso(HOUR) },
  });
  await post(`/api/v1/alerts/${one.alertId}/resolve`);
  expect(await post(at, { node: "packed", pledgeUntil: iso(2 * HOUR) })).toMatchObject({
    status: 200,
    body: {
      taken: [three.alertId],
      already: { name: "王磊", pledgeUntil: iso(HOUR) },
      pledgeUntil: iso(2 * HOUR),
    },
  });
  const again = await post(at, { ids: [one.alertId, two.alertId], takeOver: true });
  expect(again.body).toMatchObject({ taken: [two.alertId], over: 1 });
  const audited = await api.context.sql<{ subject: string }[]>`
    select subject from audit where action = 'alert.acknowledge'`;
  expect(audited).toHaveLength(4);
  expect(await post(at, { node: "picking" })).toEqual({
    status: 200,
    body: { taken: [], already: null, over: 0, pledgeUntil: null },
  });
  expect(await post(at, { ids: [stranger] })).toMatchObject({ status: 404 });
  for (const body of [{}, { ids: [] }, { ids, node: "packed" }, { ids: ["x"] }])
    expect(await post(at, body)).toMatchObject({ status: 422 });
});

it("shows the ledger of an alert, of its order, and searches it; what is held back says until when", async () => {
  const { alertId } = await stage();
  const call = await stageNotification(api.context, {
    kind: "voice",
    personId: staff.wang,
    state: "accepted",
    alertIds: [alertId],
  });
  const chat = await stageNotification(api.context, {
    kind: "chat",
    personId: null,
    state: "queued",
    alertIds: [alertId],
  });
  const { sql, clock } = api.context;
  const until = new Date(clock.machineNow() + 60_000);
  await sql`update notifications set held_until = ${until}, held_reason = 'rate' where id = ${chat}`;
  await sql`update notifications set said = '{"code":"123456","text":"您好"}' where id = ${call}`;
  await sql`
    insert into attempts (id, notification_id, number, provider, account, state, intent_at, accepted_at, provider_id,
      answer, digits)
    values (${crypto.randomUUID()}, ${call}, 1, 'twilio', 'contact-1', 'heard', now(), now(), 'CA1',
      '{"status":201,"code":null,"message":null}', '1')`;
  const detail = alertDetailSchema.parse(await api.get(`/api/v1/alerts/${alertId}`));
  const told = detail.notifications.find(({ id }) => id === call)!;
  expect(told).toMatchObject({
    kind: "voice",
    person: { id: staff.wang, name: "王磊" },
    alerts: 1,
    attempts: [
      { provider: "twilio", state: "heard", digits: "1", providerId: "CA1", answer: { status: 201 } },
    ],
  });
  expect(told.said).toEqual({ text: "您好" });
  const found = async (query: string) =>
    (await api.get(`/api/v1/notifications?${query}`)).notifications.map(({ id }: { id: string }) => id);
  expect(await found("provider=twilio")).toEqual([call]);
  expect(await found(`person=${staff.wang}&kind=voice&state=accepted`)).toEqual([call]);
  expect(await found("held=true")).toEqual([chat]);
  expect((await api.get("/api/v1/notifications?held=true")).notifications[0]).toMatchObject({
    heldUntil: until.toISOString(),
    heldReason: "rate",
  });
  expect(await found(`createdTo=${encodeURIComponent(iso(0))}`)).toEqual([]);
  expect((await found(`alert=${alertId}&limit=1`)).length).toBe(1);
  const order = await api.get(`/api/v1/orders/${detail.orderNo}`);
  expect(order.alerts).toMatchObject([{ id: alertId }]);
  expect(order.notifications.map(({ id }: { id: string }) => id).toSorted()).toEqual([call, chat].toSorted());
  // One message's alerts are a click away.
  expect((await api.get(`/api/v1/alerts?notification=${call}`)).alerts).toMatchObject([{ id: alertId }]);
});

it("makes versions of policies, moves open visits to them, and keeps what an alert began with", async () => {
  const occurredAt = iso(0);
  await api.send([{ id: "p1", source: "t", orderNo: "P-1", node: "packed", occurredAt }]);
  const next = async () => {
    const [row] = await api.context.sql<{ at: number | null }[]>`
      select next_step_at as at from visits where order_id = (select id from orders where order_no = 'P-1')`;
    return row!.at;
  };
  expect(await next()).toBe(TEST_NOW + 3 * HOUR);
  const step = { kind: "chat", anchor: "due", offsetMs: -2 * HOUR, targets: [{ kind: "owner" }] };
  const policy = {
    nameZh: "打包早提醒",
    nameEn: "Packed, early",
    rank: 90,
    conditions: { nodes: ["packed"] },
    steps: [step],
  };
  const { alertId } = await stage();
  const added = await post("/api/v1/policies/packed-early", policy, "PUT");
  expect(added).toMatchObject({ status: 201, body: { key: "packed-early", visitsRescheduled: 1 } });
  expect(await next()).toBe(TEST_NOW + 2 * HOUR);
  const off = await post("/api/v1/policies/packed-early", { ...policy, enabled: false }, "PUT");
  expect(off).toMatchObject({ status: 200, body: { enabled: false, visitsRescheduled: 1 } });
  expect(Date.parse(off.body.validFrom)).toBeGreaterThan(Date.parse(added.body.validFrom));
  expect(await next()).toBe(TEST_NOW + 3 * HOUR);
  expect((await api.get("/api/v1/policies/packed-early")).versions).toHaveLength(2);
  const { policies } = await api.get("/api/v1/policies");
  expect(policies.map(({ key }: { key: string }) => key)).toContain("p1");
  expect(await api.get(`/api/v1/alerts/${alertId}`)).toMatchObject({ policy: "p1" });
  const [note] = await api.context.sql`select actor, subject from audit where action = 'policy.add'`;
  expect(note).toEqual({ actor: "key:made", subject: "policy:packed-early" });
  const unknown = { ...policy, steps: [{ ...step, targets: [{ kind: "role", role: "nobody" }] }] };
  expect(await post("/api/v1/policies/x", unknown, "PUT")).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining("nobody") },
  });
});

it("changes what all policies share, and what a pledge then is", async () => {
  expect(await post("/api/v1/escalation-settings", { pledgeMs: 1_800_000 }, "PATCH")).toMatchObject({
    status: 200,
    body: { pledgeMs: 1_800_000, fallback: [staff.zhao] },
  });
  expect(await api.get("/api/v1/escalation-settings")).toMatchObject({ pledgeMs: 1_800_000 });
  const { alertId } = await stage();
  const taken = await post(`/api/v1/alerts/${alertId}/acknowledge`);
  expect(taken.body.taken.pledgeUntil).toBe(iso(1_800_000));
  const stranger = "00000000-0000-4000-8000-000000000000";
  expect(await post("/api/v1/escalation-settings", { fallback: [stranger] }, "PATCH")).toMatchObject({
    status: 422,
  });
});

it("tells health and the summary of steps that did not fire, without a 503", async () => {
  const { visitId } = await stage();
  const health = async () => {
    const response = await fetch(`${api.url}/api/health`);
    // Steps that are late take no web process out of a balancer.
    expect(response.status).toBe(200);
    return response.json();
  };
  expect(await health()).toMatchObject({ checks: { escalator: "ok" }, overdueSteps: 0 });
  await api.context
    .sql`update visits set next_step_at = ${new Date(TEST_NOW - 60_000)} where id = ${visitId}`;
  const late = await health();
  expect([late.checks.escalator, late.overdueSteps, late.checks.postgres]).toEqual(["late", 1, "ok"]);
  expect(await api.get("/api/v1/alerts/summary")).toMatchObject({
    overdueSteps: { count: 1, oldestMs: 60_000 },
    nodes: [{ key: "packed", stage: "voice", open: 1 }],
  });
});

it("lets somebody who signed in act as themselves and as nobody else", async () => {
  const { alertId: id } = await stage();
  const take = async (who: { cookie: string }, body: object) => {
    const response = await fetch(`${api.url}/api/v1/alerts/${id}/acknowledge`, {
      method: "POST",
      headers: { cookie: who.cookie, origin: api.url, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const wang = await signedIn(api.context, "operator", { personId: staff.wang });
  const other = await signedIn(api.context, "lead");
  expect((await take(other, { personId: staff.wang })).body.type).toBe("urn:andon:problem:somebody-else");
  expect((await take(await signedIn(api.context, "finance"), {})).status).toBe(403);
  expect((await take(wang, {})).body.taken).toMatchObject({ personId: staff.wang });
  expect((await take(other, { takeOver: true })).body.taken).toMatchObject({
    personId: null,
    name: "Test lead",
  });
  const { audit } = alertDetailSchema.parse(await api.get(`/api/v1/alerts/${id}`));
  expect(audit.map(({ actor }) => actor)).toEqual([`user:${other.userId}`, `user:${wang.userId}`]);
});
