import type { StepKind } from "../../domain/escalation/types.ts";
import { textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** An alert whose order, visit and row are locked. Shop time, epoch ms. */
export interface LockedAlert {
  id: string;
  orderId: number;
  orderNo: string;
  visitId: string;
  node: string;
  severity: 1 | 2 | 3;
  /** over: resolved, or its visit has ended and the escalator has not come to it yet. */
  state: "open" | "acknowledged" | "over";
  stage: StepKind;
  dueAt: number;
  taken: Taken | null;
}

export interface Taken {
  personId: string | null;
  name: string;
  at: number;
  via: "key" | "link" | "desk" | "api";
  pledgeUntil: number;
}

interface Row extends Omit<LockedAlert, "state" | "taken"> {
  state: "open" | "acknowledged" | "resolved";
  over: boolean;
  takenBy: string | null;
  takenName: string | null;
  takenAt: number | null;
  takenVia: Taken["via"] | null;
  pledgeUntil: number | null;
}

export async function readAlertIdsOf(tx: Tx, notificationId: string): Promise<string[]> {
  const rows = await tx<{ alertId: string }[]>`
    select alert_id as "alertId" from notification_alerts where notification_id = ${notificationId}`;
  return rows.map((row) => row.alertId);
}

/**
 * Locks alerts as everybody does: orders, visits, alerts, each in the order of their ids. Orders are only shared: it
 * keeps folds from moving an alert to another visit meanwhile, and lets other people act.
 * @returns those that exist, by id
 */
export async function lockAlerts(tx: Tx, ids: readonly string[], nowMs: number): Promise<LockedAlert[]> {
  const wanted = textArray(ids);
  await tx`
    select from orders where id in (select order_id from alerts where id = any(${wanted}::uuid[]))
    order by id for share`;
  await tx`
    select from visits v join alerts a on a.order_id = v.order_id and a.visit_id = v.id
    where a.id = any(${wanted}::uuid[]) order by v.order_id, v.id for update of v`;
  await tx`select from alerts where id = any(${wanted}::uuid[]) order by id for update`;
  const rows = await tx<Row[]>`
    select a.id, a.order_id as "orderId", a.order_no as "orderNo", a.visit_id as "visitId", a.node, a.severity, a.state,
      a.stage, a.due_at as "dueAt", a.taken_by as "takenBy", a.taken_name as "takenName", a.taken_at as "takenAt",
      a.taken_via as "takenVia", a.pledge_until as "pledgeUntil",
      coalesce(v.left_at <= ${new Date(nowMs)}, v.id is null) as over
    from alerts a left join visits v on v.order_id = a.order_id and v.id = a.visit_id
    where a.id = any(${wanted}::uuid[]) order by a.id`;
  return rows.map(({ takenBy, takenName, takenAt, takenVia, pledgeUntil, over, state, ...row }) => ({
    ...row,
    state: over || state === "resolved" ? "over" : state,
    taken:
      takenName === null || takenAt === null
        ? null
        : { personId: takenBy, name: takenName, at: takenAt, via: takenVia!, pledgeUntil: pledgeUntil! },
  }));
}

/** Somebody has these now. The caller has locked them. */
export async function markTaken(tx: Tx, ids: readonly string[], taken: Taken): Promise<void> {
  const at = new Date(taken.at);
  await tx`
    update alerts set state = 'acknowledged', taken_by = ${taken.personId}, taken_name = ${taken.name},
      taken_at = ${at}, taken_via = ${taken.via}, pledge_until = ${new Date(taken.pledgeUntil)},
      first_taken_at = coalesce(first_taken_at, ${at}), first_taken_name = coalesce(first_taken_name, ${taken.name})
    where id = any(${textArray(ids)}::uuid[])`;
}

/** Somebody has one again as they had it. The caller has locked it. */
export async function restoreTaken(tx: Tx, id: string, taken: Taken): Promise<void> {
  await tx`
    update alerts set state = 'acknowledged', taken_by = ${taken.personId}, taken_name = ${taken.name},
      taken_at = ${new Date(taken.at)}, taken_via = ${taken.via}, pledge_until = ${new Date(taken.pledgeUntil)}
    where id = ${id}`;
}

/** Nobody has these any more; their steps wait until then, or not at all. The caller has locked them. */
export async function markFree(tx: Tx, ids: readonly string[], stepsFromMs: number | null): Promise<void> {
  await tx`
    update alerts set state = 'open', taken_by = null, taken_name = null, taken_at = null, taken_via = null,
      pledge_until = ${stepsFromMs === null ? null : new Date(stepsFromMs)}
    where id = any(${textArray(ids)}::uuid[])`;
}

/**
 * Has the escalator look at the alerts' visits then. One that it has to look at by now stays as it is: its end or its
 * new deadline is to be told first. The caller has locked them.
 */
export async function waitUntil(tx: Tx, ids: readonly string[], atMs: number, nowMs: number): Promise<void> {
  await tx`
    update visits v set next_step_at = ${new Date(atMs)} from alerts a
    where a.id = any(${textArray(ids)}::uuid[]) and v.order_id = a.order_id and v.id = a.visit_id
      and v.left_at is null and (v.next_step_at is null or v.next_step_at > ${new Date(nowMs)})`;
}

/**
 * The visits have no alert any more. Those that are late raise none until they are due anew, the others when they are
 * due. The caller has locked them.
 */
export async function releaseVisits(tx: Tx, ids: readonly string[], nowMs: number): Promise<void> {
  await tx`
    update visits v set alerted = false, next_step_at = case when v.due_at > ${new Date(nowMs)} then v.due_at end
    from alerts a
    where a.id = any(${textArray(ids)}::uuid[]) and v.order_id = a.order_id and v.id = a.visit_id`;
}

/** Groups that were told of these alerts. */
export async function readToldGroups(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx<{ groupKey: string }[]>`
    select distinct n.group_key as "groupKey" from notification_alerts l join notifications n on n.id = l.notification_id
    where l.alert_id = any(${textArray(ids)}::uuid[]) and n.group_key is not null and n.state <> 'dropped'
    order by n.group_key`;
  return rows.map((row) => row.groupKey);
}
