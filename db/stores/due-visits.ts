import { numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** A visit that the escalator has to look at, locked. Shop time, epoch ms. */
export interface ClaimedVisit {
  id: string;
  orderId: number;
  orderNo: string;
  customerTier: string | null;
  token: string;
  node: string;
  channel: string | null;
  segment: string | null;
  enteredAt: number;
  leftAt: number | null;
  warnAt: number | null;
  dueAt: number | null;
  promiseAt: number | null;
  nextStepAt: number;
  alerted: boolean;
}

/**
 * Begins a transaction of the escalator: every statement in it reaches rows by their key or by the index of next steps,
 * and none is planned for tables as they were when they were small. Plans are made once a connection: with the lists
 * that these statements are given, planning takes longer than running.
 */
export function beginFiring(tx: Tx): Promise<unknown> {
  return tx`
    select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true),
      set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true)`;
}

/** Takes the visits whose time has come, the longest overdue first, passing over those that others have. */
export function claimDueVisits(tx: Tx, now: number, limit: number): Promise<ClaimedVisit[]> {
  return tx<ClaimedVisit[]>`
    with due as materialized (
      select * from visits where next_step_at <= to_timestamp(${now / 1000}::float8)
      order by next_step_at limit ${limit} for update skip locked)
    select d.id, d.order_id as "orderId", o.order_no as "orderNo", o.facts ->> 'customerTier' as "customerTier",
      d.token, d.node, d.channel, d.segment, d.entered_at as "enteredAt", d.left_at as "leftAt", d.warn_at as "warnAt",
      d.due_at as "dueAt", d.promise_at as "promiseAt", d.next_step_at as "nextStepAt", d.alerted
    from due d join orders o on o.id = d.order_id`;
}

/**
 * The nearest next step.
 * @param after only those later than this (shop time, epoch ms); the others are somebody's already, or about to be
 */
export async function readNearestStep(tx: Tx, after: number): Promise<number | null> {
  const [row] = await tx<{ at: number }[]>`
    select next_step_at as at from visits where next_step_at > to_timestamp(${after / 1000}::float8)
    order by next_step_at limit 1`;
  return row?.at ?? null;
}

/** Open visits without an alert, of which somebody may have to be told. */
export interface WaitingVisit extends Omit<ClaimedVisit, "nextStepAt" | "alerted"> {
  nextStepAt: number | null;
}

/** The open visits at a node that have a deadline and no alert, locked, in chunks by when they were entered. */
export async function* lockWaitingAt(tx: Tx, node: string, chunk: number): AsyncGenerator<WaitingVisit[]> {
  let after = { enteredAt: Number.NEGATIVE_INFINITY, id: "00000000-0000-0000-0000-000000000000" };
  for (;;) {
    const rows = await tx<WaitingVisit[]>`
      select v.id, v.order_id as "orderId", o.order_no as "orderNo", o.facts ->> 'customerTier' as "customerTier",
        v.token, v.node, v.channel, v.segment, v.entered_at as "enteredAt", v.left_at as "leftAt",
        v.warn_at as "warnAt", v.due_at as "dueAt", v.promise_at as "promiseAt", v.next_step_at as "nextStepAt"
      from visits v join orders o on o.id = v.order_id
      where v.node = ${node} and v.left_at is null and v.due_at is not null and not v.alerted
        and (v.entered_at, v.id) > (${instantOf(after.enteredAt)}::text::timestamptz, ${after.id}::uuid)
      order by v.entered_at, v.id limit ${chunk} for update of v`;
    if (rows.length === 0) return;
    yield rows;
    after = rows[rows.length - 1]!;
  }
}

const instantOf = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : "-infinity");

/** Sets when visits without an alert are looked at next. */
export async function writeNextSteps(
  tx: Tx,
  visits: readonly { orderId: number; id: string; nextStepAt: number | null }[],
): Promise<void> {
  if (visits.length === 0) return;
  await tx`
    update visits v set next_step_at = to_timestamp(n.next_step_at / 1000.0)
    from unnest(
      ${numberArray(visits.map((v) => v.orderId))}::bigint[], ${textArray(visits.map((v) => v.id))}::uuid[],
      ${numberArray(visits.map((v) => v.nextStepAt))}::float8[]
    ) as n(order_id, id, next_step_at)
    where v.order_id = n.order_id and v.id = n.id and not v.alerted`;
}
