import { randomUUID } from "node:crypto";
import type { RobotKind } from "../../../db/stores/robots.ts";
import type { TestContext } from "../../testing/context.ts";

/** What a notification is made of when a test does not say. */
export interface Queued {
  id?: string;
  purpose?: "step" | "over" | "notice" | "test";
  topic?: string;
  severity?: 1 | 2 | 3;
  priority?: number;
  group?: string;
  personId?: string | null;
  alerts?: number;
  /** Of the first alert; the others count on. */
  orderNo?: string;
  fallbackReason?: string;
  said?: object;
}

/** Adds a robot to a group, which is made when it is not there. */
export async function addRobot(
  { sql }: TestContext,
  {
    group = "warehouse",
    kind = "dingtalk",
    name = randomUUID() as string,
  }: {
    group?: string;
    kind?: RobotKind;
    name?: string;
  } = {},
): Promise<string> {
  const id = randomUUID();
  await sql`insert into chat_groups (key, name) values (${group}, ${group}) on conflict do nothing`;
  const settings = JSON.stringify({ token: `token-${name}`, secret: "SECtest" });
  await sql`
    insert into robots (id, group_key, kind, name, settings)
    values (${id}, ${group}, ${kind}, ${name}, ${settings}::text::jsonb)`;
  return id;
}

/** Adds a person with contacts that count. */
export async function addPerson(
  { sql }: TestContext,
  name: string,
  contacts: Record<string, string>,
): Promise<string> {
  const id = randomUUID();
  await sql`insert into people (id, name) values (${id}, ${name})`;
  for (const [kind, address] of Object.entries(contacts))
    await sql`
      insert into contacts (id, person_id, kind, address, verified_at)
      values (${randomUUID()}, ${id}, ${kind}, ${address}, now())`;
  return id;
}

/** Queues a message about so many alerts, an hour late at `packed`. */
export async function queue({ sql, clock }: TestContext, given: Queued = {}): Promise<string> {
  const { id = randomUUID(), purpose = "step", severity = 1, group = "warehouse", alerts = 1 } = given;
  const now = new Date(clock.shopNow());
  const due = new Date(clock.shopNow() - 3_600_000);
  await sql`
    insert into notifications (id, purpose, kind, topic, node, severity, person_id, group_key, state, priority,
      fallback_reason, said, step_due_at, created_at, send_at)
    values (${id}, ${purpose}, 'chat', ${given.topic ?? null}, 'packed', ${severity}, ${given.personId ?? null},
      ${group}, 'queued', ${given.priority ?? severity}, ${given.fallbackReason ?? null},
      ${given.said ? JSON.stringify(given.said) : null}::text::jsonb, ${due}, ${now}, ${now})`;
  for (let n = 0; n < alerts; n++) {
    const alert = randomUUID();
    await sql`
      insert into alerts (id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from,
        entered_at, due_at, opened_at, state, stage, next_step)
      values (${alert}, 1, ${`${given.orderNo ?? "D"}${n}`}, ${randomUUID()}, 'main', 'packed', ${severity}, 'p', ${due}, ${due}, ${due},
        ${now}, 'open', 'chat', 1)`;
    await sql`insert into notification_alerts (notification_id, alert_id) values (${id}, ${alert})`;
  }
  return id;
}

export interface Standing {
  state: string;
  heldUntil: number | null;
  heldReason: string | null;
  said: { title?: string; channel?: string; failed?: string } | null;
  attempts: { state: string; account: string; code: string | null }[];
}

/** How a notification stands, with its tries. */
export async function standing({ sql }: TestContext, id: string): Promise<Standing> {
  const [row] = await sql<Omit<Standing, "attempts">[]>`
    select state, held_until as "heldUntil", held_reason as "heldReason", said from notifications where id = ${id}`;
  const attempts = await sql<Standing["attempts"]>`
    select state, account, answer ->> 'code' as code from attempts where notification_id = ${id} order by number`;
  return { ...row!, attempts: attempts.map((attempt) => ({ ...attempt })) };
}
