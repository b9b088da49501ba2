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
}

/** Locks a notification. Its alerts are to be locked before. */
export async function lockCall(tx: Tx, id: string): Promise<LockedCall | null> {
  const [row] = await tx<LockedCall[]>`
    select n.id, n.node, n.person_id as "personId", n.priority, n.created_at as "createdAt",
      (select name from people p where p.id = n.person_id) as "personName"
    from notifications n where n.id = ${id} for update of n`;
  return row ?? null;
}

/** The step of one kind that an alert was last told by, and its policy. */
export interface LastStep {
  policy: string;
  policyValidFrom: number;
  step: number;
  firedAt: number;
}

/** @returns null when no step of this kind has fired for it */
export async function readLastStep(tx: Tx, alertId: string, kind: StepKind): Promise<LastStep | null> {
  const [row] = await tx<LastStep[]>`
    select a.policy, a.policy_valid_from as "policyValidFrom", s.step, s.fired_at as "firedAt"
    from alerts a join alert_steps s on s.alert_id = a.id
    where a.id = ${alertId} and s.kind = ${kind} and s.outcome = 'fired'
    order by s.fired_at desc, s.round desc, s.step desc limit 1`;
  return row ?? null;
}

/** Calls about an alert since a moment of shop time. */
export interface CallMade {
  id: string;
  personId: string | null;
  /** Whether somebody may still press a key. */
  live: boolean;
}

export function readCallsSince(tx: Tx, alertId: string, sinceMs: number): Promise<CallMade[]> {
  return tx<CallMade[]>`
    select n.id, n.person_id as "personId",
      n.state in ('queued', 'sending', 'accepted', 'delivered', 'unknown') and n.cancel_at is null as live
    from notification_alerts l join notifications n on n.id = l.notification_id
    where l.alert_id = ${alertId} and n.kind = 'voice' and n.purpose = 'step' and n.state <> 'dropped'
      and n.created_at >= ${new Date(sinceMs)}
    order by n.created_at, n.id`;
}

/** Whom the alerts' latest message or call was for; null: nobody by name. */
export async function readLastTold(tx: Tx, alertIds: readonly string[]): Promise<string | null> {
  const [row] = await tx<{ personId: string }[]>`
    select n.person_id as "personId" from notification_alerts l join notifications n on n.id = l.notification_id
    where l.alert_id = any(${textArray(alertIds)}::uuid[]) and n.person_id is not null and n.state <> 'dropped'
    order by n.created_at desc, n.target_no desc, n.id limit 1`;
  return row?.personId ?? null;
}
