import { randomUUID } from "node:crypto";
import { connect, type Sql } from "../../db/sql.ts";
import { linkFor } from "../../server/links/link-for.ts";
import { machineNow } from "../../server/platform/clock.ts";
import { SHOP_PEOPLE } from "../demo/shop-people.ts";
import { readState } from "../supervisor/service-state.ts";
import { PICTURE_TIME } from "./shop.ts";

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const at = (minutesAgo: number) => new Date(PICTURE_TIME - minutesAgo * MINUTE_MS);

/** How far the picture shop's nodes have come: pictures stand still, so what led there is put in. */
interface Scene {
  node: string;
  group: string;
  /** Who was called, in this order; the last one's phone rings now, unless it was taken. */
  called: string[];
  stage: "flag" | "voice";
  taken?: { by: string; untilMinutes: number };
}

const SCENES: Scene[] = [
  {
    node: "bulky_dispatch",
    group: "dispatch",
    called: ["陈浩", "周洁"],
    stage: "voice",
    taken: { by: "周洁", untilMinutes: 158 },
  },
  { node: "packed", group: "warehouse", called: ["王磊", "李敏"], stage: "voice" },
  { node: "order_review", group: "office", called: [], stage: "flag" },
  {
    node: "awaiting_stock",
    group: "office",
    called: [],
    stage: "flag",
    taken: { by: "刘洋", untilMinutes: 238 },
  },
  { node: "refund_review", group: "service", called: [], stage: "flag" },
];

/** Where the pictures of an escalation are. */
export interface StagedEscalation {
  /** The alert that is pictured. */
  alertPath: string;
  linkPath: string;
}

interface Late {
  visitId: string;
  orderId: number;
  orderNo: string;
  token: string;
  enteredAt: Date;
  dueAt: Date;
}

/**
 * Lets an escalation be under way in the picture shop. Messages and the call that are queued here are really sent, by
 * Andon's own notifier to the stand-ins.
 * @param folder its data folder
 */
export async function stageEscalation(folder: string, url: string): Promise<StagedEscalation> {
  const sql = connect(readState(folder)!.databaseUrl!);
  try {
    const alerts = new Map<string, string[]>();
    const calls = new Map<string, string>();
    for (const scene of SCENES) {
      const ids = await raiseAlerts(sql, scene);
      alerts.set(scene.node, ids);
      await tellGroup(sql, scene, ids);
      for (const [no, name] of scene.called.entries()) {
        const rings = no === scene.called.length - 1 && !scene.taken;
        calls.set(scene.node, await call(sql, scene, ids, name, no, rings));
      }
    }
    const clock = { machineNow };
    const context = { sql, clock, env: { publicUrl: url } } as unknown as Parameters<typeof linkFor>[0];
    const link = await linkFor(context, {
      notificationId: calls.get("packed")!,
      personId: idOf("李敏"),
      action: "take",
    });
    return { alertPath: `/alerts/${alerts.get("packed")!.at(0)}`, linkPath: new URL(link).pathname };
  } finally {
    await sql.end();
  }
}

const idOf = (name: string) => SHOP_PEOPLE.find((person) => person.name === name)!.id;

async function raiseAlerts(sql: Sql, { node, stage, taken }: Scene): Promise<string[]> {
  const late = await sql<Late[]>`
    select v.id as "visitId", v.order_id as "orderId", o.order_no as "orderNo", v.token, v.entered_at as "enteredAt",
      v.due_at as "dueAt"
    from visits v join orders o on o.id = v.order_id
    where v.node = ${node} and v.left_at is null and v.due_at <= ${at(0)} order by v.due_at`;
  const ids: string[] = [];
  for (const visit of late) {
    const id = randomUUID();
    ids.push(id);
    const person = taken ? idOf(taken.by) : null;
    const until = taken ? at(-taken.untilMinutes) : null;
    await sql`
      insert into alerts (id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from, entered_at,
        due_at, opened_at, state, stage, flag_at, next_step, taken_by, taken_name, taken_at, taken_via, pledge_until)
      select ${id}, ${visit.orderId}, ${visit.orderNo}, ${visit.visitId}, ${visit.token}, ${node},
        ${stage === "voice" ? 1 : 2}, key, valid_from, ${new Date(visit.enteredAt)}, ${new Date(visit.dueAt)}, ${at(122)},
        ${taken ? "acknowledged" : "open"}, ${stage}, ${at(122)}, ${stage === "voice" ? 4 : 2}, ${person},
        ${taken?.by ?? null}, ${taken ? at(4) : null}, ${taken ? "key" : null}, ${until}
      from policy_versions where key = ${stage === "voice" ? "p1" : "p2"} order by valid_from desc limit 1`;
    await sql`
      update visits set alerted = true, next_step_at = ${until ?? at(-28)}
      where order_id = ${visit.orderId} and id = ${visit.visitId}`;
    const steps = [
      { step: 1, kind: "chat", minutes: 122 },
      { step: 2, kind: "flag", minutes: 122 },
      ...(stage === "voice" ? [{ step: 3, kind: "voice", minutes: 2 }] : []),
    ];
    for (const { step, kind, minutes } of steps) {
      const firedAt = new Date(at(minutes).getTime() + 0.4 * SECOND_MS);
      await sql`
        insert into alert_steps (alert_id, step, round, kind, outcome, due_at, fired_at)
        values (${id}, ${step}, 0, ${kind}, 'fired', ${at(minutes)}, ${firedAt})`;
    }
    if (taken) {
      const by = { personId: person, name: taken.by };
      const detail = { by, via: "key", pledgeUntil: until!.toISOString(), from: null };
      await sql`
        insert into audit (at, actor, action, subject, detail)
        values (now(), ${`person:${taken.by}`}, 'alert.acknowledge', ${`alert:${id}`},
          ${JSON.stringify(detail)}::text::jsonb)`;
    }
  }
  return ids;
}

/** The message that the notifier sends now. */
async function tellGroup(sql: Sql, { node, group, called }: Scene, alertIds: string[]): Promise<void> {
  const id = randomUUID();
  const person = called[0] === undefined ? null : idOf(called[0]);
  await sql`
    insert into notifications (id, purpose, kind, node, severity, person_id, group_key, state, priority, step_due_at,
      created_at, send_at)
    values (${id}, 'step', 'chat', ${node}, 1, ${person}, ${group}, 'queued', 1, ${at(0)}, ${at(3)}, ${at(3)})`;
  await linkAlerts(sql, id, alertIds);
}

/** A call: one that rings is queued, and the notifier places it; one before it was not answered, or was taken. */
async function call(
  sql: Sql,
  { node, taken, called }: Scene,
  alertIds: string[],
  name: string,
  no: number,
  rings: boolean,
): Promise<string> {
  const id = randomUUID();
  const heard = taken?.by === name;
  const minutesAgo = 2 + (called.length - no);
  const state = rings ? "queued" : heard ? "heard" : "failed";
  await sql`
    insert into notifications (id, purpose, kind, node, severity, person_id, target_no, state, priority, step_due_at,
      created_at, send_at, settled_at, gather_key)
    values (${id}, 'step', 'voice', ${node}, 1, ${idOf(name)}, ${no}, ${state}, 1, ${at(minutesAgo)}, ${at(minutesAgo)},
      ${at(minutesAgo)}, ${rings ? null : new Date(machineNow())}, ${`call|${node}|${idOf(name)}`})`;
  await linkAlerts(sql, id, alertIds);
  if (rings) return id;
  const answer = JSON.stringify({ status: 200, code: null, message: heard ? "completed" : "no-answer" });
  await sql`
    insert into attempts (id, notification_id, number, provider, account, state, intent_at, accepted_at, settled_at,
      provider_id, answer, settled_by, digits, answered_by)
    values (${randomUUID()}, ${id}, 1, 'twilio', 'twilio', ${state}, now(), now(), now(),
      ${`CA${id.replaceAll("-", "")}`}, ${answer}::text::jsonb, 'callback', ${heard ? "1" : null},
      ${heard ? "human" : null})`;
  return id;
}

async function linkAlerts(sql: Sql, id: string, alertIds: readonly string[]): Promise<void> {
  for (const alertId of alertIds)
    await sql`insert into notification_alerts (notification_id, alert_id) values (${id}, ${alertId})`;
}
