import type { RecordedStep } from "../../domain/escalation/decide.ts";
import { numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** An alert that is not resolved, with the steps it has behind it. Shop time, epoch ms. */
export interface EscalatingAlert {
  id: string;
  orderId: number;
  visitId: string;
  severity: 1 | 2 | 3;
  policy: string;
  policyValidFrom: number;
  state: "open" | "acknowledged";
  dueAt: number;
  stage: "chat" | "flag" | "voice";
  flagAt: number | null;
  nextStep: number;
  round: number;
  takenBy: string | null;
  takenName: string | null;
  pledgeUntil: number | null;
  recorded: RecordedStep[];
}

/** The alerts of these visits that are not resolved, with their steps. The caller has locked the visits. */
export async function readEscalating(
  tx: Tx,
  visits: readonly { orderId: number; id: string }[],
): Promise<EscalatingAlert[]> {
  const rows = await tx<
    (Omit<EscalatingAlert, "recorded"> & { recorded: [number, number, number, number][] })[]
  >`
    select a.id, a.order_id as "orderId", a.visit_id as "visitId", a.severity, a.policy,
      a.policy_valid_from as "policyValidFrom", a.state, a.due_at as "dueAt", a.stage, a.flag_at as "flagAt",
      a.next_step as "nextStep", a.round,
      a.taken_by as "takenBy", a.taken_name as "takenName", a.pledge_until as "pledgeUntil",
      (select coalesce(json_agg(json_build_array(s.step, s.round, floor(extract(epoch from s.due_at) * 1000)::float8,
        floor(extract(epoch from s.fired_at) * 1000)::float8)), '[]')
        from alert_steps s where s.alert_id = a.id) as recorded
    from unnest(
      ${numberArray(visits.map((v) => v.orderId))}::bigint[], ${textArray(visits.map((v) => v.id))}::uuid[]
    ) as n(order_id, visit_id)
    join alerts a on a.order_id = n.order_id and a.visit_id = n.visit_id and a.state <> 'resolved'`;
  return rows.map((row) => ({
    ...row,
    recorded: row.recorded.map(([step, round, dueAt, firedAt]) => ({ step, round, dueAt, firedAt })),
  }));
}
