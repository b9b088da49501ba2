import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { visitId } from "../../db/stores/visit-id.ts";
import type { IncomingEvent } from "../../domain/order/types.ts";
import { forgetDirectory } from "../queries/directory.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { fireSteps } from "./fire-steps.ts";
import { recordEvents } from "./record-events.ts";

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

let run = 0;
let start = TEST_NOW;
/** Each story has hours of its own. */
beforeEach(() => {
  start = TEST_NOW + run++ * 24 * HOUR;
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
