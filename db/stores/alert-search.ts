import type { StepKind } from "../../domain/escalation/types.ts";
import { textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";

/** An alert as lists show it. Shop time, epoch ms. */
export interface AlertListRow {
  id: string;
  orderNo: string;
  token: string;
  node: string;
  severity: number;
  state: "open" | "acknowledged" | "resolved";
  stage: StepKind;
  enteredAt: number;
  dueAt: number;
  openedAt: number;
  flagAt: number | null;
  takenBy: string | null;
  takenName: string | null;
  takenAt: number | null;
  takenVia: "key" | "link" | "desk" | "api" | null;
  pledgeUntil: number | null;
  resolvedAt: number | null;
  resolution: "left" | "deadline_moved" | "rewritten" | "by_hand" | null;
  policy: string;
  policyValidFrom: number;
  round: number;
  nextStepAt: number | null;
}

export interface AlertFilter {
  states?: readonly string[];
  nodes?: readonly string[];
  severities?: readonly number[];
  stages?: readonly string[];
  /** Who has it, or had it when it was resolved. */
  takenBy?: readonly string[];
  /** How the order number begins. */
  orderNoPrefix?: string;
  orderId?: number;
  notificationId?: string;
  openedFrom?: number;
  openedTo?: number;
  ids?: readonly string[];
}

/** Where a page begins: after this alert, the newest first. */
export interface AlertPlace {
  openedAt: number;
  id: string;
}

type Fragment = ReturnType<Sql>;

const columns = (sql: Sql): Fragment => sql`
  a.id, a.order_no as "orderNo", a.token, a.node, a.severity, a.state, a.stage, a.entered_at as "enteredAt",
  a.due_at as "dueAt", a.opened_at as "openedAt", a.flag_at as "flagAt", a.taken_by as "takenBy",
  a.taken_name as "takenName", a.taken_at as "takenAt", a.taken_via as "takenVia", a.pledge_until as "pledgeUntil",
  a.resolved_at as "resolvedAt", a.resolution, a.policy, a.policy_valid_from as "policyValidFrom", a.round,
  case when a.state <> 'resolved' then v.next_step_at end as "nextStepAt"`;

function conditions(sql: Sql, filter: AlertFilter): Fragment {
  const list: Fragment[] = [];
  if (filter.states) list.push(sql`a.state = any(${textArray(filter.states)}::text[])`);
  if (filter.nodes) list.push(sql`a.node = any(${textArray(filter.nodes)}::text[])`);
  if (filter.severities) list.push(sql`a.severity = any(${textArray(filter.severities.map(String))}::int[])`);
  if (filter.stages) list.push(sql`a.stage = any(${textArray(filter.stages)}::text[])`);
  if (filter.takenBy) list.push(sql`a.taken_by = any(${textArray(filter.takenBy)}::uuid[])`);
  if (filter.ids) list.push(sql`a.id = any(${textArray(filter.ids)}::uuid[])`);
  if (filter.orderId !== undefined) list.push(sql`a.order_id = ${filter.orderId}`);
  if (filter.orderNoPrefix !== undefined)
    list.push(sql`a.order_no like ${`${filter.orderNoPrefix.replace(/[\\%_]/g, "\\$&")}%`}`);
  if (filter.notificationId !== undefined)
    list.push(
      sql`a.id in (select alert_id from notification_alerts where notification_id = ${filter.notificationId})`,
    );
  if (filter.openedFrom !== undefined) list.push(sql`a.opened_at >= ${new Date(filter.openedFrom)}`);
  if (filter.openedTo !== undefined) list.push(sql`a.opened_at < ${new Date(filter.openedTo)}`);
  return list.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
}

/** Alerts that match, the newest first. */
export function searchAlerts(
  sql: Sql,
  filter: AlertFilter,
  { after, limit }: { after: AlertPlace | null; limit: number },
): Promise<AlertListRow[]> {
  const place = after
    ? sql`(a.opened_at, a.id) < (${new Date(after.openedAt)}, ${after.id}::uuid)`
    : sql`true`;
  return sql<AlertListRow[]>`
    select ${columns(sql)} from alerts a left join visits v on v.order_id = a.order_id and v.id = a.visit_id
    where ${conditions(sql, filter)} and ${place} order by a.opened_at desc, a.id desc limit ${limit}`;
}

export async function countAlerts(sql: Sql, filter: AlertFilter): Promise<number> {
  const [row] = await sql<
    { n: number }[]
  >`select count(*) as n from alerts a where ${conditions(sql, filter)}`;
  return row!.n;
}

/** When an alert was last over; null: none ever was. */
export async function readLastResolvedAt(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    select max(resolved_at) as at from (
      select resolved_at from alerts where state = 'resolved' order by opened_at desc limit 1000) newest`;
  return row!.at;
}

/** Each step that fired or was skipped. Shop time. */
export interface AlertStepRow {
  step: number;
  round: number;
  kind: StepKind;
  outcome: "fired" | "skipped";
  dueAt: number;
  firedAt: number;
}

export function readAlertSteps(sql: Sql | Tx, alertId: string): Promise<AlertStepRow[]> {
  return sql<AlertStepRow[]>`
    select step, round, kind, outcome, due_at as "dueAt", fired_at as "firedAt" from alert_steps
    where alert_id = ${alertId} order by fired_at, due_at, step, round`;
}
