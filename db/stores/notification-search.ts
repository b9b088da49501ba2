import { textArray } from "../array.ts";
import type { Sql } from "../sql.ts";

/** A notification with whom it was for and its tries. Epoch ms; see db/schema/escalation.ts for which time each is. */
export interface LedgerRow {
  id: string;
  purpose: "step" | "over" | "notice" | "test" | "verify";
  kind: "chat" | "voice";
  topic: string | null;
  node: string | null;
  severity: number | null;
  personId: string | null;
  personName: string | null;
  groupKey: string | null;
  groupName: string | null;
  fallbackReason: string | null;
  state: "queued" | "sending" | "accepted" | "delivered" | "heard" | "failed" | "unknown" | "dropped";
  stepDueAt: number | null;
  createdAt: number;
  sendAt: number;
  heldUntil: number | null;
  heldReason: string | null;
  settledAt: number | null;
  said: Record<string, unknown> | null;
  alerts: number;
}

export interface LedgerAttempt {
  id: string;
  notificationId: string;
  number: number;
  provider: string;
  account: string;
  state: "intent" | "accepted" | "delivered" | "heard" | "failed" | "unknown" | "canceled";
  intentAt: number;
  acceptedAt: number | null;
  settledAt: number | null;
  settledBy: string | null;
  providerId: string | null;
  answer: unknown;
  digits: string | null;
  answeredBy: string | null;
}

export interface LedgerFilter {
  states?: readonly string[];
  purposes?: readonly string[];
  kinds?: readonly string[];
  nodes?: readonly string[];
  personIds?: readonly string[];
  providers?: readonly string[];
  /** Only what waits for a later moment of machine time. */
  heldAfter?: number;
  alertId?: string;
  orderId?: number;
  createdFrom?: number;
  createdTo?: number;
}

type Fragment = ReturnType<Sql>;

function conditions(sql: Sql, filter: LedgerFilter): Fragment {
  const list: Fragment[] = [];
  const any = (column: Fragment, values: readonly string[] | undefined) =>
    values && list.push(sql`${column} = any(${textArray(values)}::text[])`);
  any(sql`n.state`, filter.states);
  any(sql`n.purpose`, filter.purposes);
  any(sql`n.kind`, filter.kinds);
  any(sql`n.node`, filter.nodes);
  any(sql`n.person_id::text`, filter.personIds);
  if (filter.providers)
    list.push(sql`exists (
      select from attempts t where t.notification_id = n.id and t.provider = any(${textArray(filter.providers)}::text[]))`);
  if (filter.heldAfter !== undefined)
    list.push(sql`n.state = 'queued' and n.held_until > ${new Date(filter.heldAfter)}`);
  if (filter.alertId !== undefined)
    list.push(
      sql`n.id in (select notification_id from notification_alerts where alert_id = ${filter.alertId})`,
    );
  if (filter.orderId !== undefined)
    list.push(sql`n.id in (
      select l.notification_id from notification_alerts l join alerts a on a.id = l.alert_id
      where a.order_id = ${filter.orderId})`);
  if (filter.createdFrom !== undefined) list.push(sql`n.created_at >= ${new Date(filter.createdFrom)}`);
  if (filter.createdTo !== undefined) list.push(sql`n.created_at < ${new Date(filter.createdTo)}`);
  return list.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
}

/** Notifications that match, the newest first. */
export function searchNotifications(
  sql: Sql,
  filter: LedgerFilter,
  { after, limit }: { after: { createdAt: number; id: string } | null; limit: number },
): Promise<LedgerRow[]> {
  const place = after
    ? sql`(n.created_at, n.id) < (${new Date(after.createdAt)}, ${after.id}::uuid)`
    : sql`true`;
  return sql<LedgerRow[]>`
    select n.id, n.purpose, n.kind, n.topic, n.node, n.severity, n.person_id as "personId", p.name as "personName",
      n.group_key as "groupKey", g.name as "groupName", n.fallback_reason as "fallbackReason", n.state,
      n.step_due_at as "stepDueAt", n.created_at as "createdAt", n.send_at as "sendAt", n.held_until as "heldUntil",
      n.held_reason as "heldReason", n.settled_at as "settledAt", n.said,
      (select count(*)::int from notification_alerts l where l.notification_id = n.id) as alerts
    from notifications n left join people p on p.id = n.person_id left join chat_groups g on g.key = n.group_key
    where ${conditions(sql, filter)} and ${place} order by n.created_at desc, n.id desc limit ${limit}`;
}

/** The tries of these notifications, the first first. */
export function readAttemptsOf(sql: Sql, notificationIds: readonly string[]): Promise<LedgerAttempt[]> {
  return sql<LedgerAttempt[]>`
    select t.id, t.notification_id as "notificationId", t.number, t.provider,
      coalesce((select r.name from robots r where r.id::text = t.account), t.account) as account, t.state,
      t.intent_at as "intentAt", t.accepted_at as "acceptedAt", t.settled_at as "settledAt",
      t.settled_by as "settledBy", t.provider_id as "providerId", t.answer, t.digits, t.answered_by as "answeredBy"
    from attempts t where t.notification_id = any(${textArray(notificationIds)}::uuid[])
    order by t.notification_id, t.number`;
}
