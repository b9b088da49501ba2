import type { StepKind } from "../../domain/escalation/types.ts";
import type { Sql } from "../sql.ts";

/** Alerts of one node that one person has, or nobody. Shop time, epoch ms. */
export interface EscalationGroup {
  node: string;
  takenName: string | null;
  pledgeUntil: number | null;
  stage: StepKind;
  alerts: number;
  overdue: number;
  oldestDueAt: number;
  nextStepAt: number | null;
}

/** Those that are not resolved, what nobody has first; a pledge that has passed counts no more. */
export function readEscalations(sql: Sql, nowMs: number, most: number): Promise<EscalationGroup[]> {
  const now = new Date(nowMs);
  return sql<EscalationGroup[]>`
    with alert as (
      select a.node, a.stage, a.due_at, v.next_step_at, held.holds,
        case when held.holds then a.taken_name end as taken_name, case when held.holds then a.pledge_until end as pledge_until
      from alerts a
      cross join lateral (select a.state = 'acknowledged' and a.pledge_until > ${now} as holds) held
      left join visits v on v.order_id = a.order_id and v.id = a.visit_id
      where a.state <> 'resolved')
    select node, taken_name as "takenName", min(pledge_until) as "pledgeUntil",
      (array['chat', 'flag', 'voice'])[max(array_position(array['chat', 'flag', 'voice'], stage))] as stage,
      count(*) as alerts, count(*) filter (where due_at <= ${now}) as overdue, min(due_at) as "oldestDueAt",
      min(next_step_at) as "nextStepAt"
    from alert
    group by node, taken_name, coalesce(holds, false)
    order by coalesce(holds, false), min(pledge_until), count(*) filter (where due_at <= ${now}) desc, min(due_at), node
    limit ${most}`;
}
