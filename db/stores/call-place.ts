import type { StepKind } from "../../domain/escalation/types.ts";
import { textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** A call, locked. */
export interface LockedCall {
  id: string;
  node: string | null;
  personId: string | null;
  personName: string | null;
  priority: number;
  createdAt: number;
  fallbackReason: string | null;
  stepDueAt: number | null;
}

/** Locks a notification. Its alerts are to be locked before. */
export async function lockCall(tx: Tx, id: string): Promise<LockedCall | null> {
  const [row] = await tx<LockedCall[]>`
    select n.id, n.node, n.person_id as "personId", n.priority, n.created_at as "createdAt",
      n.fallback_reason as "fallbackReason", n.step_due_at as "stepDueAt",
      (select name from people p where p.id = n.person_id) as "personName"
    from notifications n where n.id = ${id} for update of n`;
  return row ?? null;
}

/** The step of one kind that an alert was last told by. */
export interface LastStep {
  step: number;
  firedAt: number;
}

/** @returns by alert; those for which no step of this kind has fired are left out */
export async function readLastSteps(
  tx: Tx,
  alertIds: readonly string[],
  kind: StepKind,
): Promise<Map<string, LastStep>> {
  const rows = await tx<(LastStep & { alertId: string })[]>`
    select distinct on (alert_id) alert_id as "alertId", step, fired_at as "firedAt" from alert_steps
    where alert_id = any(${textArray(alertIds)}::uuid[]) and kind = ${kind} and outcome = 'fired'
    order by alert_id, fired_at desc, round desc, step desc`;
  return new Map(rows.map(({ alertId, ...last }) => [alertId, last]));
}

/** A call about an alert. */
export interface CallMade {
  id: string;
  personId: string | null;
  /** Whether somebody may still press a key. */
  live: boolean;
  /** Whether somebody passed the alert on by it since the round began: no step was due. */
  passedOn: boolean;
}

/**
 * The calls of a round: those since it began, and those that rang when it did, which it may have joined.
 * @param since when it began, epoch ms of both times, since calls end in the machine's; null: when the alert opened
 */
export function readCallsSince(
  tx: Tx,
  alertId: string,
  since: { shopMs: number; machineMs: number } | null,
): Promise<CallMade[]> {
  return tx<CallMade[]>`
    with calls as (
      select n.id, n.person_id, n.settled_at, n.created_at, n.step_due_at,
        n.created_at >= coalesce(${since && new Date(since.shopMs)}::timestamptz, '-infinity') as newer,
        n.state in ('queued', 'sending', 'accepted', 'delivered', 'unknown') and n.cancel_at is null as live
      from notification_alerts l join notifications n on n.id = l.notification_id
      where l.alert_id = ${alertId} and n.kind = 'voice' and n.purpose = 'step' and n.state <> 'dropped')
    select id, person_id as "personId", live, newer and step_due_at is null as "passedOn" from calls
    where newer or live or settled_at > ${since && new Date(since.machineMs)}
    order by created_at, id`;
}

/** Which of these alerts a message told of for a reason, since whoever had one last was to be done. */
export async function readToldWhy(tx: Tx, alertIds: readonly string[], reason: string): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    select distinct a.id from alerts a join notification_alerts l on l.alert_id = a.id
      join notifications n on n.id = l.notification_id
    where a.id = any(${textArray(alertIds)}::uuid[]) and n.kind = 'chat' and n.fallback_reason = ${reason}
      and n.state <> 'dropped' and n.created_at >= coalesce(a.pledge_until, '-infinity')`;
  return new Set(rows.map(({ id }) => id));
}

/** Whom the alerts' latest message or call was for; null: nobody by name. */
export async function readLastTold(tx: Tx, alertIds: readonly string[]): Promise<string | null> {
  const [row] = await tx<{ personId: string }[]>`
    select n.person_id as "personId" from notification_alerts l join notifications n on n.id = l.notification_id
    where l.alert_id = any(${textArray(alertIds)}::uuid[]) and n.person_id is not null and n.state <> 'dropped'
    order by n.created_at desc, n.target_no desc, n.id limit 1`;
  return row?.personId ?? null;
}
