import type { StepKind } from "../../domain/escalation/types.ts";
import type { Sql } from "../sql.ts";

/**
 * A node with alerts that are not resolved, and its worst one: overdue before due soon, untaken before taken, then the
 * strongest stage.
 */
export interface AlertedNode {
  key: string;
  open: number;
  alertId: string;
  stage: StepKind;
  takenName: string | null;
  pledgeUntil: number | null;
}

export function readAlertedNodes(sql: Sql, nowMs: number): Promise<AlertedNode[]> {
  return sql<AlertedNode[]>`
    select distinct on (node) node as key, (count(*) over (partition by node))::int as open, id as "alertId", stage,
      case when state = 'acknowledged' then taken_name end as "takenName",
      case when state = 'acknowledged' then pledge_until end as "pledgeUntil"
    from alerts where state <> 'resolved'
    order by node, (due_at <= ${new Date(nowMs)}) desc, (state = 'open') desc, array_position(array['voice', 'flag', 'chat'], stage), due_at, id`;
}

/** Something that happened to alerts of one node at one moment. Shop time, epoch ms. */
export interface AlertNews {
  at: number;
  alertId: string;
  node: string;
  what: "chat" | "flag" | "voice" | "taken" | "passed" | "not_heard" | "pledge_passed" | "over";
  count: number;
  who: string | null;
  until: number | null;
}

/** The newest messages and calls, what notices told, flags and takings; the newest first. @param sinceMs shop time */
export function readAlertNews(sql: Sql, sinceMs: number, limit: number): Promise<AlertNews[]> {
  const since = new Date(sinceMs);
  return sql<AlertNews[]>`
    with told as (
      select n.id, n.created_at, n.node, n.kind, n.purpose, n.topic, n.said, n.person_id
      from notifications n
      where n.created_at >= ${since} and n.node is not null and n.state <> 'dropped'
        and (n.purpose in ('step', 'over') or n.topic in ('passed_on', 'escalated', 'pledge_passed'))
      order by n.created_at desc limit ${limit}),
    unresolved as (
      select id, node, flag_at, state, taken_at, taken_name, pledge_until from alerts where state <> 'resolved')
    select * from (
      select told.created_at as at, a.id::text as "alertId", told.node,
        case when told.purpose = 'step' then told.kind when told.purpose = 'over' then 'over'
          when told.topic = 'passed_on' then 'passed' when told.topic = 'escalated' then 'not_heard'
          else told.topic end as what,
        a.alerts as count,
        case when told.purpose = 'step' then p.name when told.topic = 'passed_on' then told.said ->> 'toName'
          else told.said ->> 'fromName' end as who,
        to_timestamp((told.said ->> 'pledgeUntilMs')::float8 / 1000)::timestamptz(3) as until
      from told left join people p on p.id = told.person_id
      cross join lateral (
        select count(*)::int as alerts, min(alert_id::text) as id from notification_alerts l
        where l.notification_id = told.id) a
      where a.id is not null
      union all
      select flag_at, min(id::text), node, 'flag', count(*)::int, null, null from unresolved
      where flag_at >= ${since} group by node, flag_at
      union all
      select taken_at, min(id::text), node, 'taken', count(*)::int, taken_name, pledge_until from unresolved
      where state = 'acknowledged' and taken_at >= ${since} group by node, taken_at, taken_name, pledge_until
    ) news order by at desc, node, what limit ${limit}`;
}

/** What waits for a provider: machine time, epoch ms. */
export interface HeldBack {
  node: string | null;
  channel: string;
  until: number;
  reason: string;
}

/** By node, channel and reason; the one that goes first comes first. */
export function readHeldBack(sql: Sql, machineNow: number, limit: number): Promise<HeldBack[]> {
  return sql<HeldBack[]>`
    select n.node, c.channel, min(n.held_until) as until, n.held_reason as reason
    from notifications n
    cross join lateral (select coalesce(
      (select provider from attempts a where a.notification_id = n.id order by a.number desc limit 1),
      (select kind from robots r where r.group_key = n.group_key and r.enabled order by r.id limit 1), n.kind)
      as channel) c
    where n.state = 'queued' and n.held_until > ${new Date(machineNow)} and n.held_reason <> 'undo'
    group by n.node, c.channel, n.held_reason order by until, n.node limit ${limit}`;
}

/** Visits whose step should have fired before a moment of shop time, counted to `most`, and the earliest of them. */
export async function readOverdueSteps(
  sql: Sql,
  beforeMs: number,
  most: number,
): Promise<{ count: number; oldestAt: number | null }> {
  const [row] = await sql<{ count: number; oldestAt: number | null }[]>`
    select count(*)::int as count, min(next_step_at) as "oldestAt" from (
      select next_step_at from visits where next_step_at < ${new Date(beforeMs)} order by next_step_at limit ${most}
    ) late`;
  return row!;
}
