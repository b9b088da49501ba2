import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Tx } from "../../db/sql.ts";
import { insertPolicyVersion, readRules } from "../../db/stores/policies.ts";
import { bumpRevision } from "../../db/stores/settings.ts";
import { visitId } from "../../db/stores/visit-id.ts";
import type { PolicyVersion } from "../../domain/escalation/types.ts";
import type { IncomingEvent } from "../../domain/order/types.ts";
import { BEGINNING } from "../../domain/settings/defaults.ts";
import { forgetDirectory } from "../queries/directory.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { changeNode } from "./change-node.ts";
import { fireSteps } from "./fire-steps.ts";
import { rebuildVisits } from "./rebuild-visits.ts";
import { recordEvents } from "./record-events.ts";
import { rescheduleOpenVisits } from "./reschedule-visits.ts";
import { takeAlerts } from "./take-alerts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEAD = "00000000-0000-4000-8000-000000000001";
const NIGHT = "00000000-0000-4000-8000-000000000002";

let context: TestContext;
beforeAll(async () => {
  context = await testContext();
  const { sql } = context;
  await sql`insert into chat_groups (key, name) values ('warehouse', '仓库群')`;
  await sql`insert into robots (id, group_key, kind, name, settings)
    values (${randomUUID()}, 'warehouse', 'dingtalk', '一号', '{"token": "t", "secret": "s"}')`;
  for (const [id, name, phone] of [
    [LEAD, "王磊", "+8613800000001"],
    [NIGHT, "李敏", "+8613800000002"],
  ] as const) {
    await sql`insert into people (id, name) values (${id}, ${name})`;
    for (const [kind, address] of [
      ["phone", phone],
      ["dingtalk", phone.slice(3)],
    ] as const)
      await sql`insert into contacts (id, person_id, kind, address, verified_at)
        values (${randomUUID()}, ${id}, ${kind}, ${address}, now())`;
  }
  await sql`insert into roles (key, name_zh, name_en, group_key) values ('warehouse_lead', '仓库主管', 'Warehouse lead', 'warehouse')
    on conflict (key) do update set group_key = 'warehouse'`;
  await sql`delete from role_members where role = 'warehouse_lead'`;
  await sql`insert into role_members (role, person_id) values ('warehouse_lead', ${LEAD})`;
  await sql`insert into escalation_settings (one, settings) values (1, ${sql.json({ fallback: [NIGHT] })})`;
  await sql`update settings_revision set revision = revision + 1`;
  forgetDirectory(context);
});
afterAll(() => context.close());

const start = TEST_NOW;
/** Each story has a shop of its own. */
beforeEach(async () => {
  await context.sql`truncate orders, visits, events, alerts, alert_steps, notifications, notification_alerts`;
  context.setNow(start);
});

let serial = 0;
function packed(orderNo: string, more: Partial<IncomingEvent> = {}): IncomingEvent {
  return {
    source: "wms",
    id: `e${serial++}`,
    orderNo,
    token: "main",
    node: "packed",
    occurredAt: start,
    ...more,
  };
}

async function look(atMs: number) {
  context.setNow(atMs);
  return fireSteps(context);
}

async function record(atMs: number, ...events: IncomingEvent[]) {
  context.setNow(atMs);
  const { accepted } = await recordEvents(context, events);
  expect(accepted).toBe(events.length);
}

/** Changes when packed orders are due, for the length of a story. */
async function withAllowance(warnMs: number, dueMs: number, atMs: number, story: () => Promise<void>) {
  context.setNow(atMs);
  try {
    expect(await changeNode(context, "test", "packed", { warnMs, dueMs })).toMatchObject({ ok: true });
    await story();
  } finally {
    await changeNode(context, "test", "packed", { warnMs: 3 * HOUR, dueMs: 4 * HOUR });
  }
}

const alertsOf = (orderNo: string) =>
  context.sql`select * from alerts where order_no = ${orderNo} order by opened_at, id`;
const stepsOf = (orderNo: string) =>
  context.sql`select s.step, s.round, s.kind, s.outcome from alert_steps s join alerts a on a.id = s.alert_id
    where a.order_no = ${orderNo} order by s.fired_at, s.step, s.round`.then((rows) =>
    rows.map((s) => `${s.kind}${s.round ? `#${s.round}` : ""} ${s.outcome}`),
  );
const messagesOf = (orderNo: string) =>
  context.sql`select n.* from notifications n join notification_alerts l on l.notification_id = n.id
    join alerts a on a.id = l.alert_id where a.order_no = ${orderNo} order by n.created_at, n.priority, n.id`;
const visitOf = async (opened: IncomingEvent) =>
  (await context.sql`select * from visits where id = ${visitId(opened)}`)[0]!;

describe("an order that stays packed", () => {
  it("is told to those who were entered a moment ago, though a shop without anybody was read before", async () => {
    const { sql } = context;
    await recordEvents(context, [packed("S0")]);
    await sql`update robots set enabled = false`;
    forgetDirectory(context);
    await look(start + HOUR);
    await sql`update robots set enabled = true`;
    await look(start + 3 * HOUR);
    forgetDirectory(context);
    expect(await messagesOf("S0")).toMatchObject([{ kind: "chat", group_key: "warehouse", person_id: LEAD }]);
  });

  it("has the fallback called where no group has a robot, and an error logged where nobody has a phone either", async () => {
    const { sql, log } = context;
    const errors: unknown[] = [];
    const heard = { ...log, error: (...told: unknown[]) => errors.push(told) } as unknown as typeof log;
    await recordEvents(context, [packed("S3"), packed("S4", { occurredAt: start + HOUR })]);
    await sql`update robots set enabled = false`;
    forgetDirectory(context);
    context.setNow(start + 3 * HOUR);
    await fireSteps({ ...context, log: heard });
    const quiet = [...errors];
    await sql`update people set active = false`;
    forgetDirectory(context);
    context.setNow(start + 4 * HOUR);
    await fireSteps({ ...context, log: heard });
    await sql`update robots set enabled = true`;
    await sql`update people set active = true`;
    forgetDirectory(context);
    expect(await stepsOf("S3")).toEqual(["chat fired", "chat fired", "flag fired"]);
    expect(await messagesOf("S3")).toMatchObject([
      { kind: "voice", group_key: null, person_id: NIGHT, fallback_reason: "no_group", priority: 1 },
    ]);
    expect(quiet).toEqual([]);
    expect(errors).toEqual([[{ nodes: ["packed"] }, "nobody can be told of a late order"]]);
  });

  it("is told of when it turns yellow, told and flagged when red, and called about two hours later", async () => {
    const opened = packed("S1");
    await recordEvents(context, [opened]);
    expect((await visitOf(opened)).next_step_at).toBe(start + 3 * HOUR);
    expect(await look(start + 3 * HOUR - 1)).toMatchObject({ fired: 0, nextAt: start + 3 * HOUR });
    expect(await look(start + 3 * HOUR)).toMatchObject({ fired: 1, nextAt: start + 4 * HOUR });
    expect(await look(start + 4 * HOUR)).toMatchObject({ fired: 1, nextAt: start + 6 * HOUR });
    await look(start + 6 * HOUR);
    expect(await stepsOf("S1")).toEqual(["chat fired", "chat fired", "flag fired", "voice fired"]);
    const messages = await messagesOf("S1");
    expect(messages).toMatchObject([
      { kind: "chat", group_key: "warehouse", person_id: LEAD, step_due_at: start + 3 * HOUR },
      { kind: "chat", group_key: "warehouse", person_id: LEAD, step_due_at: start + 4 * HOUR },
      { kind: "voice", group_key: null, person_id: LEAD, priority: 1, gather_key: expect.any(String) },
    ]);
    const [alert] = await alertsOf("S1");
    expect(alert).toMatchObject({ state: "open", stage: "voice", flag_at: start + 4 * HOUR, policy: "p1" });
    expect(await visitOf(opened)).toMatchObject({ alerted: true, next_step_at: start + 6.25 * HOUR });
  });
});

describe("when it is over", () => {
  it("what is queued is dropped, what rings is cancelled, and a line says so to those who were told", async () => {
    const opened = packed("O1");
    await recordEvents(context, [opened]);
    await look(start + 4 * HOUR);
    await context.sql`update notifications set state = 'delivered' where id in (${(await messagesOf("O1"))[0]!.id})`;
    await look(start + 6 * HOUR);
    const [, call] = await messagesOf("O1");
    expect(call).toMatchObject({ kind: "voice", state: "queued" });
    await context.sql`update notifications set state = 'accepted' where id = ${call!.id}`;
    const leftAt = start + 6.1 * HOUR;
    await record(leftAt, packed("O1", { node: "bulky_dispatch", occurredAt: leftAt }));
    expect(await look(start + 6.1 * HOUR)).toMatchObject({ resolved: 1 });
    expect(await alertsOf("O1")).toMatchObject([{ state: "resolved", resolution: "left" }]);
    expect(await visitOf(opened)).toMatchObject({ alerted: false, next_step_at: null });
    const messages = await messagesOf("O1");
    expect(messages.map((m) => [m.purpose, m.kind, m.state])).toEqual([
      ["step", "chat", "delivered"],
      ["step", "voice", "accepted"],
      ["over", "chat", "queued"],
    ]);
    expect(messages[1]!.cancel_at).not.toBeNull();
    expect(messages[2]!.group_key).toBe("warehouse");
  });

  it("says nothing where nothing had gone out yet", async () => {
    await recordEvents(context, [packed("O2")]);
    await look(start + 4 * HOUR);
    await recordEvents(context, [packed("O2", { node: "closed", occurredAt: start + 4 * HOUR })]);
    await look(start + 4 * HOUR + 1);
    expect(await messagesOf("O2")).toMatchObject([{ purpose: "step", state: "dropped" }]);
  });

  it("waits for the last alert of a message", async () => {
    const orders = ["O3", "O4", "O5"].map((orderNo) => packed(orderNo));
    await recordEvents(context, orders);
    await look(start + 4 * HOUR);
    await context.sql`update notifications set state = 'delivered' where state = 'queued'`;
    for (const [i, orderNo] of ["O3", "O4", "O5"].entries()) {
      const leftAt = start + 5 * HOUR + i;
      await record(leftAt, packed(orderNo, { node: "closed", occurredAt: leftAt }));
      await look(leftAt);
      expect((await messagesOf("O3")).filter((m) => m.purpose === "over")).toHaveLength(i < 2 ? 0 : 1);
    }
    const [over] = (await messagesOf("O5")).filter((m) => m.purpose === "over");
    const links = await context.sql`select from notification_alerts where notification_id = ${over!.id}`;
    expect(links).toHaveLength(3);
  });
});

describe("a deadline that moves", () => {
  it("into the future ends the alert, and the next breach is a new one", async () => {
    const opened = packed("D1");
    await recordEvents(context, [opened]);
    await look(start + 4 * HOUR);
    await context.sql`update notifications set state = 'delivered' where state = 'queued'`;
    await withAllowance(5 * HOUR, 8 * HOUR, start + 4.5 * HOUR, async () => {
      expect(await look(start + 4.5 * HOUR)).toMatchObject({ resolved: 1 });
      expect(await visitOf(opened)).toMatchObject({ alerted: false, next_step_at: start + 5 * HOUR });
      await look(start + 8 * HOUR);
      expect(await alertsOf("D1")).toMatchObject([
        { resolution: "deadline_moved", due_at: start + 4 * HOUR },
        { state: "open", due_at: start + 8 * HOUR },
      ]);
      const both = ["chat skipped", "chat fired", "flag fired"];
      expect(await stepsOf("D1")).toEqual([...both, ...both]);
    });
  });

  it("nearer is told of at once", async () => {
    const opened = packed("D2");
    await recordEvents(context, [opened]);
    await record(
      start + HOUR,
      packed("D2", { node: null, occurredAt: start + HOUR, promise: { shipBy: start + 90 * MINUTE } }),
    );
    // The call would have been due two hours before the promise: before it came.
    await look(start + HOUR);
    expect(await stepsOf("D2")).toEqual(["chat skipped", "voice fired"]);
  });
});

describe("a refold", () => {
  it("hangs the alert on the visit that covers its start; a rebuild changes nothing", async () => {
    const opened = packed("R1");
    await recordEvents(context, [opened]);
    await look(start + 4 * HOUR);
    const earlier = packed("R1", { occurredAt: start - HOUR });
    await recordEvents(context, [earlier]);
    const [alert] = await alertsOf("R1");
    expect(alert).toMatchObject({ state: "open", visit_id: visitId(earlier), entered_at: start - HOUR });
    await look(start + 4 * HOUR);
    const before = await visitOf(earlier);
    expect(before).toMatchObject({ alerted: true, next_step_at: start + 5 * HOUR });
    await rebuildVisits(context);
    expect(await visitOf(earlier)).toEqual(before);
    expect(await stepsOf("R1")).toEqual(["chat skipped", "chat fired", "flag fired"]);
  });

  it("resolves an alert as rewritten when there is no such visit", async () => {
    await recordEvents(context, [packed("R2")]);
    await look(start + 4 * HOUR);
    // It was elsewhere when the alert began, and was packed again: both are told late, and the last before the first.
    await record(start + 5 * HOUR, packed("R2", { occurredAt: start + 4.5 * HOUR }));
    await record(start + 5 * HOUR, packed("R2", { node: "inspection_failed", occurredAt: start + HOUR }));
    expect(await alertsOf("R2")).toMatchObject([{ resolution: "rewritten" }]);
    expect(await messagesOf("R2")).toMatchObject([{ state: "dropped" }]);
  });
});

describe("a pledge", () => {
  it("makes the steps wait; when it passes the group hears, and the next person is called", async () => {
    const opened = packed("P1");
    await recordEvents(context, [opened]);
    await look(start + 6 * HOUR);
    const [alert] = await alertsOf("P1");
    await takeAlerts(context, {
      alertIds: [alert!.id],
      by: { personId: LEAD, name: "王磊" },
      via: "key",
      pledgeUntilMs: start + 7 * HOUR,
    });
    expect(await look(start + 7 * HOUR - 1)).toMatchObject({ fired: 0, nextAt: start + 7 * HOUR });
    expect(await look(start + 7 * HOUR)).toMatchObject({ fired: 1, nextAt: start + 7.25 * HOUR });
    const messages = await messagesOf("P1");
    const passed = messages.find((m) => m.topic === "pledge_passed");
    expect(passed).toMatchObject({ group_key: "warehouse", person_id: LEAD });
    expect(passed!.said).toEqual({ fromName: "王磊", pledgeUntilMs: start + 7 * HOUR });
    const calls = messages.filter((m) => m.kind === "voice");
    expect(calls.map((m) => [m.person_id, m.created_at])).toEqual([
      [LEAD, start + 6 * HOUR],
      [NIGHT, start + 7 * HOUR],
    ]);
    expect(await alertsOf("P1")).toMatchObject([{ state: "open", taken_name: "王磊" }]);
  });
});

describe("a pledge that passes when the policy has nothing left to say", () => {
  const passedAt = start + 5 * HOUR;
  /** A message and a flag: nobody is called. */
  const untilItPasses = async (orderNo: string) => {
    await recordEvents(context, [packed(orderNo, { node: "picking" })]);
    await look(start + 4 * HOUR);
    const [alert] = await alertsOf(orderNo);
    expect(alert).toMatchObject({ policy: "p2" });
    await takeAlerts(context, {
      alertIds: [alert!.id],
      by: { personId: LEAD, name: "王磊" },
      via: "desk",
      pledgeUntilMs: passedAt,
    });
    context.setNow(passedAt);
  };
  const told = async (orderNo: string) =>
    (await messagesOf(orderNo)).filter((m) => m.created_at === passedAt);

  it("asks the fallback in the group, once, and says that nothing follows", async () => {
    await untilItPasses("N1");
    expect(await fireSteps(context)).toMatchObject({ fired: 1, nextAt: null });
    const messages = await told("N1");
    expect(messages).toMatchObject([{ topic: "pledge_passed", group_key: "warehouse", person_id: NIGHT }]);
    const said = { fromName: "王磊", pledgeUntilMs: passedAt, nothingFollows: true };
    expect(messages[0]!.said).toEqual(said);
  });

  it("calls the fallback where no group can be told", async () => {
    await untilItPasses("N2");
    await context.sql`update robots set enabled = false`;
    forgetDirectory(context);
    await fireSteps(context);
    await context.sql`update robots set enabled = true`;
    forgetDirectory(context);
    expect(await told("N2")).toMatchObject([
      { kind: "voice", person_id: NIGHT, fallback_reason: "no_group", step_due_at: passedAt },
    ]);
  });
});

describe("a storm", () => {
  const messages = () =>
    context.sql`select n.kind, n.send_at - ${new Date(start)} as at, count(l.alert_id)::int as told
      from notifications n join notification_alerts l on l.notification_id = n.id
      where n.created_at >= ${new Date(start)} and n.purpose = 'step' and n.state <> 'dropped'
      group by n.id order by n.send_at, n.id`.then((rows) => rows.map((r) => `${r.kind} of ${r.told}`));

  it("is one message when many come at once, and those that come after join it", async () => {
    await recordEvents(
      context,
      Array.from({ length: 23 }, (_, i) => packed(`T${i}`)),
    );
    await look(start + 4 * HOUR);
    expect(await messages()).toEqual(["chat of 23"]);
    await recordEvents(context, [packed("T23", { occurredAt: start + 1 })]);
    await look(start + 4 * HOUR + 1);
    expect(await messages()).toEqual(["chat of 24"]);
    await look(start + 6 * HOUR + 1);
    expect(await messages()).toEqual(["chat of 24", "voice of 24"]);
  });

  it("lets the first ones have a message of their own, and gathers the others until the window ends", async () => {
    const at = (i: number) => start + i * MINUTE * 0.2;
    await recordEvents(
      context,
      Array.from({ length: 6 }, (_, i) => packed(`U${i}`, { node: "inspection_failed", occurredAt: at(i) })),
    );
    for (let i = 0; i < 6; i++) {
      await look(at(i) + 4 * HOUR);
      await context.sql`update notifications set state = 'delivered', gather_key = null
        where state = 'queued' and send_at <= ${new Date(at(i) + 4 * HOUR)}`;
    }
    expect(await messages()).toEqual(["chat of 1", "chat of 1", "chat of 4"]);
    const [gathered] =
      await context.sql`select send_at from notifications where gather_key is not null and state = 'queued'
      and created_at >= ${new Date(start)}`;
    expect(gathered!.send_at).toBe(start + 4 * HOUR + 2 * MINUTE);
  });
});

describe("what comes late", () => {
  it("and is red already raises nothing, until it is due anew", async () => {
    const old = packed("L1", { occurredAt: start - 30 * HOUR });
    await recordEvents(context, [old]);
    expect(await visitOf(old)).toMatchObject({ next_step_at: null });
    await recordEvents(context, [packed("L1", { node: null, order: { channel: "taobao" } })]);
    await rebuildVisits(context);
    await look(start);
    expect(await alertsOf("L1")).toEqual([]);
    await withAllowance(31 * HOUR, 32 * HOUR, start, async () => {
      const { due_at: due } = await visitOf(old);
      expect(due).toBeGreaterThan(start);
      await look(due);
      expect(await alertsOf("L1")).toHaveLength(1);
    });
  });

  it("raises when the settings ask for it: of the steps only the strongest fires", async () => {
    await context.sql`update escalation_settings set settings = settings || '{"tellLate": true}'`;
    await context.sql`update settings_revision set revision = revision + 1`;
    await recordEvents(context, [packed("L2", { occurredAt: start - 30 * HOUR })]);
    await look(start);
    expect((await stepsOf("L2")).slice(0, 3)).toEqual(["chat skipped", "chat skipped", "flag fired"]);
    expect((await stepsOf("L2")).filter((step) => step.endsWith("fired"))).toEqual([
      "flag fired",
      "voice fired",
    ]);
    await context.sql`update escalation_settings set settings = settings || '{"tellLate": false}'`;
    await context.sql`update settings_revision set revision = revision + 1`;
  });
});

describe("policies", () => {
  it("that change reschedule open visits; an alert keeps the version with which it began", async () => {
    const waiting = packed("C1", { node: "awaiting_payment" });
    const red = packed("C2");
    await record(start, waiting, red);
    await look(start + 4 * HOUR);
    expect((await visitOf(waiting)).next_step_at).toBeNull();
    const before = await readRules(context.sql);
    const changed = (key: string, more: Partial<PolicyVersion>) =>
      insertPolicyVersion(context.sql, {
        ...before.policies.get(key)!.at(-1)!,
        ...more,
        validFrom: start + 4 * HOUR,
      });
    await changed("p2", { conditions: { severities: [2, 3] } });
    await changed("p1", { steps: [] });
    await context.sql.begin(async (begun) => {
      const tx = begun as unknown as Tx;
      await bumpRevision(tx);
      const settings = await context.settings.get();
      await rescheduleOpenVisits(tx, before, await readRules(tx), settings);
    });
    expect((await visitOf(waiting)).next_step_at).toBe(start + 30 * MINUTE);
    await look(start + 6 * HOUR);
    // What was red before its policy told anybody of it is told of now.
    const [told] = (await alertsOf("C1")).filter((alert) => alert.token === "main");
    expect(told).toMatchObject({ policy: "p2", stage: "flag" });
    expect(await alertsOf("C2")).toMatchObject([
      { policy: "p1", policy_valid_from: BEGINNING, stage: "voice" },
    ]);
    await context.sql`delete from policy_versions where valid_from > ${new Date(BEGINNING)}`;
    await context.sql`update settings_revision set revision = revision + 1`;
  });

  it("of a customer's tier begin to hold when the tier is told", async () => {
    const opened = packed("V1", { node: "inspection_failed" });
    await recordEvents(context, [opened]);
    const due = start + 4 * HOUR;
    expect((await visitOf(opened)).next_step_at).toBe(due);
    await recordEvents(context, [packed("V1", { node: null, order: { customerTier: "vip" } })]);
    expect((await visitOf(opened)).next_step_at).toBe(start + 2 * HOUR);
    await look(due + HOUR);
    expect(await alertsOf("V1")).toMatchObject([{ policy: "vip", stage: "voice" }]);
  });
});

it("fires each step once, however many workers look at the same time", async () => {
  const events = Array.from({ length: 300 }, (_, i) => packed(`X${i}`, { node: "refund_payout" }));
  await recordEvents(context, events);
  for (const at of [start + 2 * HOUR, start + 3 * HOUR]) {
    context.setNow(at);
    await Promise.all(
      Array.from({ length: 7 }, async () => {
        while ((await fireSteps(context, 40)).fired > 0);
      }),
    );
  }
  const [counts] = await context.sql`
    select count(distinct a.id)::int as alerts, count(distinct a.visit_id)::int as visits, count(*)::int as steps
    from alerts a join alert_steps s on s.alert_id = a.id where a.order_no like 'X%'`;
  expect(counts).toEqual({ alerts: 300, visits: 300, steps: 600 });
  const [links] = await context.sql`
    select count(*)::int as links, count(distinct l.alert_id)::int as alerts from notification_alerts l
    join alerts a on a.id = l.alert_id where a.order_no like 'X%'`;
  expect(links!.alerts).toBe(links!.links);
});
