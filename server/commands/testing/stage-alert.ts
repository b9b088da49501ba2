import { randomUUID } from "node:crypto";
import { forgetDirectory } from "../../queries/directory.ts";
import type { TestContext } from "../../testing/context.ts";

/** Names by which tests speak of people; phones are of no real person. */
export interface Staff {
  wang: string;
  li: string;
  zhao: string;
}

const GROUP = "test-group";

/**
 * A shop with three people who can be called: 王磊 has the role that owns `packed`, 李敏 too, 赵总 is the fallback. Their
 * group has a robot.
 */
export async function stageStaff({ sql, database }: TestContext): Promise<Staff> {
  const staff = { wang: randomUUID(), li: randomUUID(), zhao: randomUUID() };
  const names = { wang: "王磊", li: "李敏", zhao: "赵总" };
  await sql`insert into chat_groups (key, name) values (${GROUP}, '仓库群') on conflict do nothing`;
  await sql`
    insert into robots (id, group_key, kind, name, settings) values (${randomUUID()}, ${GROUP}, 'webhook', 'hook', '{}')`;
  for (const [at, key] of (["wang", "li", "zhao"] as const).entries()) {
    await sql`insert into people (id, name) values (${staff[key]}, ${names[key]})`;
    await sql`
      insert into contacts (id, person_id, kind, address, verified_at)
      values (${randomUUID()}, ${staff[key]}, 'phone', ${`+861380000000${at + 1}`}, now())`;
  }
  await sql`
    insert into roles (key, name_zh, name_en, group_key) values ('warehouse_lead', '仓库', 'Warehouse', ${GROUP})
    on conflict (key) do update set group_key = excluded.group_key, schedule = null`;
  await sql`delete from role_members where role = 'warehouse_lead'`;
  await sql`
    insert into role_members (role, person_id, position)
    values ('warehouse_lead', ${staff.wang}, 0), ('warehouse_lead', ${staff.li}, 1)`;
  const settings = {
    storm: { windowMs: 120_000, from: 3 },
    pledgeMs: 3_600_000,
    fallback: [staff.zhao],
    shopName: "木屿家居",
    ringS: 20,
  };
  await sql`
    insert into escalation_settings (one, settings) values (1, ${JSON.stringify(settings)}::text::jsonb)
    on conflict (one) do update set settings = excluded.settings`;
  forgetDirectory({ sql: database.sql });
  return staff;
}

export interface StagedAlert {
  alertId: string;
  orderId: number;
  visitId: string;
}

/** An order that has waited at `packed` and was due two hours ago; its alert has come to the call. */
export async function stageAlert(ctx: TestContext, orderNo: string): Promise<StagedAlert> {
  const { sql, clock } = ctx;
  const now = clock.shopNow();
  const hour = 3_600_000;
  const at = (ms: number) => new Date(ms);
  const [alertId, visitId] = [randomUUID(), randomUUID()];
  return sql.begin(async (tx) => {
    const [order] = await tx<{ id: number }[]>`
      insert into orders (order_no, version) values (${orderNo}, 1) returning id`;
    const orderId = order!.id;
    await tx`
      insert into visits (id, order_id, token, node, entered_at, warn_at, due_at, bulky, custom, alerted, next_step_at)
      values (${visitId}, ${orderId}, 'main', 'packed', ${at(now - 6 * hour)}, ${at(now - 3 * hour)},
        ${at(now - 2 * hour)}, false, false, true, ${at(now + 15 * 60_000)})`;
    const [policy] = await tx<
      { at: number }[]
    >`select max(valid_from) as at from policy_versions where key = 'p1'`;
    await tx`
      insert into alerts (id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from, entered_at,
        due_at, opened_at, state, stage, flag_at, next_step)
      values (${alertId}, ${orderId}, ${orderNo}, ${visitId}, 'main', 'packed', 1, 'p1', ${at(policy!.at)},
        ${at(now - 6 * hour)}, ${at(now - 2 * hour)}, ${at(now - 3 * hour)}, 'open', 'voice', ${at(now - 2 * hour)}, 3)`;
    await tx`
      insert into alert_steps (alert_id, step, round, kind, outcome, due_at, fired_at)
      values (${alertId}, 1, 0, 'chat', 'fired', ${at(now - 2 * hour)}, ${at(now - 2 * hour)}),
        (${alertId}, 3, 0, 'voice', 'fired', ${at(now)}, ${at(now)})`;
    return { alertId, orderId, visitId };
  });
}

/** A message to the group, or a call, that told of these alerts. */
export async function stageNotification(
  { sql, clock }: TestContext,
  told: { kind: "chat" | "voice"; personId: string | null; state: string; alertIds: readonly string[] },
): Promise<string> {
  const id = randomUUID();
  const now = new Date(clock.shopNow());
  const group = told.kind === "chat" ? GROUP : null;
  const key = told.kind === "voice" ? `call|packed|${told.personId}` : null;
  await sql`
    insert into notifications (id, purpose, kind, node, severity, person_id, group_key, gather_key, state, priority,
      step_due_at, created_at, send_at)
    values (${id}, 'step', ${told.kind}, 'packed', 1, ${told.personId}, ${group}, ${key}, ${told.state}, 1, ${now}, ${now},
      ${now})`;
  for (const alertId of told.alertIds)
    await sql`insert into notification_alerts (notification_id, alert_id) values (${id}, ${alertId})`;
  return id;
}
