import type { StepKind } from "../../domain/escalation/types.ts";
import { boolArray, numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";
import { type NewNotification, writeNotifications } from "./notifications.ts";

/** An alert that begins. Shop time, epoch ms. */
export interface NewAlert {
  id: string;
  orderId: number;
  orderNo: string;
  visitId: string;
  token: string;
  node: string;
  severity: 1 | 2 | 3;
  policy: string;
  policyValidFrom: number;
  enteredAt: number;
  dueAt: number;
  stage: StepKind;
  flagAt: number | null;
  nextStep: number;
  round: number;
}

/** What becomes of an alert that goes on. */
export interface AlertProgress {
  id: string;
  dueAt: number;
  stage: StepKind;
  flagAt: number | null;
  nextStep: number;
  round: number;
  /** A pledge has passed: nobody has it any more. */
  reopened: boolean;
}

export interface StepRow {
  alertId: string;
  step: number;
  round: number;
  kind: StepKind;
  outcome: "fired" | "skipped";
  dueAt: number;
}

export interface VisitRow {
  orderId: number;
  id: string;
  nextStepAt: number | null;
  alerted: boolean;
}

export interface Firing {
  opened: NewAlert[];
  progressed: AlertProgress[];
  steps: StepRow[];
  notifications: NewNotification[];
  visits: VisitRow[];
}

/**
 * Writes everything that a look at due visits decided in one statement: alerts, steps, flags, notifications with their
 * links, and when each visit is looked at next. The caller has locked the visits.
 * @param now shop time, epoch ms
 */
export async function writeFiring(tx: Tx, firing: Firing, now: number): Promise<void> {
  const { opened, progressed, steps, visits } = firing;
  await tx`
    with ${writeNotifications(tx, firing.notifications)},
    opened as (
      insert into alerts (id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from, entered_at,
        due_at, opened_at, state, stage, flag_at, next_step, round)
      select n.id, n.order_id, n.order_no, n.visit_id, n.token, n.node, n.severity, n.policy,
        to_timestamp(n.policy_valid_from / 1000.0), to_timestamp(n.entered_at / 1000.0),
        to_timestamp(n.due_at / 1000.0), to_timestamp(${now / 1000}::float8), 'open', n.stage,
        to_timestamp(n.flag_at / 1000.0), n.next_step, n.round
      from unnest(
        ${textArray(opened.map((a) => a.id))}::uuid[], ${numberArray(opened.map((a) => a.orderId))}::bigint[],
        ${textArray(opened.map((a) => a.orderNo))}::text[], ${textArray(opened.map((a) => a.visitId))}::uuid[],
        ${textArray(opened.map((a) => a.token))}::text[], ${textArray(opened.map((a) => a.node))}::text[],
        ${numberArray(opened.map((a) => a.severity))}::int2[], ${textArray(opened.map((a) => a.policy))}::text[],
        ${numberArray(opened.map((a) => a.policyValidFrom))}::float8[],
        ${numberArray(opened.map((a) => a.enteredAt))}::float8[], ${numberArray(opened.map((a) => a.dueAt))}::float8[],
        ${textArray(opened.map((a) => a.stage))}::text[], ${numberArray(opened.map((a) => a.flagAt))}::float8[],
        ${numberArray(opened.map((a) => a.nextStep))}::int2[], ${numberArray(opened.map((a) => a.round))}::int2[]
      ) as n(id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from, entered_at, due_at,
        stage, flag_at, next_step, round)),
    progressed as (
      update alerts a set due_at = to_timestamp(n.due_at / 1000.0), stage = n.stage,
        flag_at = to_timestamp(n.flag_at / 1000.0), next_step = n.next_step, round = n.round,
        state = case when n.reopened then 'open' else a.state end
      from unnest(
        ${textArray(progressed.map((a) => a.id))}::uuid[], ${numberArray(progressed.map((a) => a.dueAt))}::float8[],
        ${textArray(progressed.map((a) => a.stage))}::text[], ${numberArray(progressed.map((a) => a.flagAt))}::float8[],
        ${numberArray(progressed.map((a) => a.nextStep))}::int2[], ${numberArray(progressed.map((a) => a.round))}::int2[],
        ${boolArray(progressed.map((a) => a.reopened))}::bool[]
      ) as n(id, due_at, stage, flag_at, next_step, round, reopened)
      where a.id = n.id),
    recorded as (
      insert into alert_steps (alert_id, step, round, kind, outcome, due_at, fired_at)
      select n.alert_id, n.step, n.round, n.kind, n.outcome, to_timestamp(n.due_at / 1000.0),
        to_timestamp(${now / 1000}::float8)
      from unnest(
        ${textArray(steps.map((s) => s.alertId))}::uuid[], ${numberArray(steps.map((s) => s.step))}::int2[],
        ${numberArray(steps.map((s) => s.round))}::int2[], ${textArray(steps.map((s) => s.kind))}::text[],
        ${textArray(steps.map((s) => s.outcome))}::text[], ${numberArray(steps.map((s) => s.dueAt))}::float8[]
      ) as n(alert_id, step, round, kind, outcome, due_at))
    update visits v set next_step_at = to_timestamp(n.next_step_at / 1000.0), alerted = n.alerted
    from unnest(
      ${numberArray(visits.map((v) => v.orderId))}::bigint[], ${textArray(visits.map((v) => v.id))}::uuid[],
      ${numberArray(visits.map((v) => v.nextStepAt))}::float8[], ${boolArray(visits.map((v) => v.alerted))}::bool[]
    ) as n(order_id, id, next_step_at, alerted)
    where v.order_id = n.order_id and v.id = n.id`;
}
