import type { NotificationFacts, NotificationSubject } from "../../domain/escalation/words/facts.ts";
import type { Sql, Tx } from "../sql.ts";

export interface NotificationRow {
  id: string;
  purpose: "step" | "over" | "notice" | "test" | "verify";
  topic: string | null;
  node: string | null;
  severity: 1 | 2 | 3 | null;
  groupKey: string | null;
  groupName: string | null;
  fallbackReason: string | null;
  subject: NotificationSubject | null;
  personId: string | null;
  personName: string | null;
  language: "zh-CN" | "en" | null;
}

/** A notification with the names of whom it is for. */
export async function readNotificationRow(sql: Sql | Tx, id: string): Promise<NotificationRow | null> {
  const [row] = await sql<NotificationRow[]>`
    select n.id, n.purpose, n.topic, n.node, n.severity, n.group_key as "groupKey", g.name as "groupName",
      n.fallback_reason as "fallbackReason", n.said as subject, p.id as "personId", p.name as "personName",
      p.language
    from notifications n
    left join chat_groups g on g.key = n.group_key
    left join people p on p.id = n.person_id
    where n.id = ${id}`;
  return row ?? null;
}

/** What the alerts of a notification come to at a moment. Instants are epoch ms of shop time. */
export interface AlertSums {
  alertCount: number;
  unresolvedCount: number;
  openCount: number;
  overdueCount: number;
  firstDueAt: number | null;
  nextDueAt: number | null;
  promiseCount: number;
  promiseAt: number | null;
  promiseLastAt: number | null;
  breachedCount: number;
  bulky: number;
  custom: number;
  orders: number;
  orderNo: string | null;
  openedAt: number | null;
  resolvedAt: number | null;
  resolution: NotificationFacts["resolution"];
  takenName: string | null;
  pledgeUntil: number | null;
}

/**
 * Sums up the alerts of a notification. One whose visit has ended counts as over, whether or not the escalator has
 * come to it yet.
 * @param promiseWithinMs how far ahead a promise is told of
 */
export async function sumAlerts(
  sql: Sql | Tx,
  notificationId: string,
  nowMs: number,
  promiseWithinMs: number,
): Promise<AlertSums> {
  const now = new Date(nowMs);
  const horizon = new Date(nowMs + promiseWithinMs);
  const [sums] = await sql<AlertSums[]>`
    with told as materialized (
      select a.state, a.order_no, a.opened_at, a.taken_name, a.taken_at, a.pledge_until, a.resolution,
        coalesce(v.due_at, a.due_at) as due_at, v.promise_at, v.bulky, v.custom,
        coalesce(a.resolved_at, case when v.left_at <= ${now} then v.left_at end) as over_at
      from notification_alerts l
      join alerts a on a.id = l.alert_id
      left join visits v on v.order_id = a.order_id and v.id = a.visit_id
      where l.notification_id = ${notificationId}),
    ours as (
      select *, over_at is null and (state = 'open'
        or not bool_or(over_at is null and state = 'open') over ()) as said
      from told)
    select count(*)::int as "alertCount",
      (count(*) filter (where over_at is null))::int as "unresolvedCount",
      (count(*) filter (where over_at is null and state = 'open'))::int as "openCount",
      (count(*) filter (where said and due_at <= ${now}))::int as "overdueCount",
      min(due_at) filter (where said and due_at <= ${now}) as "firstDueAt",
      min(due_at) filter (where said and due_at > ${now}) as "nextDueAt",
      (count(*) filter (where said and promise_at > ${now} and promise_at <= ${horizon}))::int as "promiseCount",
      min(promise_at) filter (where said and promise_at > ${now} and promise_at <= ${horizon}) as "promiseAt",
      max(promise_at) filter (where said and promise_at > ${now} and promise_at <= ${horizon}) as "promiseLastAt",
      (count(*) filter (where said and promise_at <= ${now}))::int as "breachedCount",
      (count(*) filter (where said and bulky))::int as bulky,
      (count(*) filter (where said and custom))::int as custom,
      (count(distinct order_no))::int as orders, min(order_no) as "orderNo",
      min(opened_at) as "openedAt", max(over_at) as "resolvedAt",
      case when count(distinct coalesce(resolution, 'left')) = 1 then min(coalesce(resolution, 'left'))
        else 'mixed' end as resolution,
      (array_agg(taken_name order by taken_at desc) filter (where over_at is null and state = 'acknowledged'))[1]
        as "takenName",
      (array_agg(pledge_until order by taken_at desc) filter (where over_at is null and state = 'acknowledged'))[1]
        as "pledgeUntil"
    from ours`;
  return sums!;
}
