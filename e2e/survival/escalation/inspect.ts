import type { Context } from "../../../server/platform/context.ts";
import { expectedSteps, type LateOrder } from "./late-shop.ts";
import type { CallSeen } from "./sandbox.ts";

/** Deadlines this close to the moment of looking may be decided either way. Shop ms. */
const MARGIN_MS = 60_000;
const SHOWN = 10;

/** Notifications that somebody is at work on; one that gathers until later is not. */
export const UNDER_WAY = (sql: Context["sql"], shopNow: number) => sql`
  ((state = 'queued' and send_at <= ${new Date(shopNow)}) or state in ('sending', 'unknown')
    or (kind = 'voice' and state = 'accepted'))`;

interface AlertSeen {
  order_no: string;
  node: string;
  state: string;
  taken_at: number | null;
  pledge_until: number | null;
  resolved_at: number | null;
  left_at: number | null;
  steps: { kind: string; outcome: string; due: number; fired: number }[] | null;
}

/** Everything that must hold once nothing is under way; problems in words, and what there was. */
export async function inspectEscalation(
  { sql }: Context,
  orders: readonly LateOrder[],
  calls: readonly CallSeen[],
  shopNow: number,
): Promise<{ problems: string[]; alerts: number; steps: number; attempts: number; unsure: number }> {
  const problems: string[] = [];
  const rows = await sql<AlertSeen[]>`
    select a.order_no, a.node, a.state, a.taken_at, a.pledge_until, a.resolved_at, v.left_at,
      (select json_agg(json_build_object('kind', s.kind, 'outcome', s.outcome,
        'due', round(extract(epoch from s.due_at) * 1000), 'fired', round(extract(epoch from s.fired_at) * 1000))
        order by s.due_at) from alert_steps s where s.alert_id = a.id) as steps
    from alerts a join visits v on v.order_id = a.order_id and v.id = a.visit_id`;
  const alerts = new Map<string, AlertSeen>();
  for (const row of rows) {
    if (alerts.has(row.order_no)) problems.push(`${row.order_no} has two alerts`);
    alerts.set(row.order_no, row);
  }
  for (const order of orders) compare(order, alerts.get(order.orderNo), shopNow, problems);
  const steps = rows.reduce((sum, row) => sum + (row.steps?.length ?? 0), 0);
  problems.push(...(await unsettled(sql, shopNow)));
  const [{ attempts, unsure }] = (await sql`
    select count(*)::int as attempts, (count(*) filter (where settled_by in ('lookup', 'timeout')))::int as unsure from attempts`) as unknown as [
    { attempts: number; unsure: number },
  ];
  problems.push(...(await strayCalls(sql, calls)));
  return { problems: problems.slice(0, SHOWN), alerts: rows.length, steps, attempts, unsure };
}

/** No step of a stay is missed, none is there that was not due, and a pledge keeps all of them still. */
function compare(order: LateOrder, alert: AlertSeen | undefined, shopNow: number, problems: string[]): void {
  // Of one that has moved on it may have been heard of before anybody got to its steps, or long after.
  const sure = order.toldAt === null ? expectedSteps(order, shopNow - MARGIN_MS) : [];
  const until = order.toldAt ?? shopNow;
  if (!alert) {
    if (sure.length > 0) problems.push(`${order.orderNo} (${order.node}) was late and has no alert`);
    return;
  }
  const seen = alert.steps ?? [];
  const named = (step: { kind: string; at: number }) => `${step.kind} at ${new Date(step.at).toISOString()}`;
  if (alert.left_at !== null && alert.state !== "resolved")
    problems.push(`${order.orderNo} has moved on and its alert is ${alert.state}`);
  // Passed on: the steps wait a while for the next person.
  if (alert.taken_at === null && alert.pledge_until !== null) return;
  if (alert.taken_at === null) {
    const recorded = new Set(seen.map(({ kind, due }) => named({ kind, at: due })));
    // A beat of the calls that passed before the one before it could be made is none.
    const isPassedOver = ({ kind, at }: { kind: string; at: number }) =>
      kind === "voice" && seen.some((step) => step.kind === "voice" && step.due < at && step.fired >= at);
    const missed = sure.filter((step) => !recorded.has(named(step)) && !isPassedOver(step));
    if (missed.length > 0) problems.push(`${order.orderNo} missed ${missed.map(named).join(", ")}`);
    const possible = new Set(expectedSteps(order, until + MARGIN_MS).map(named));
    const extra = seen.filter(({ kind, due }) => !possible.has(named({ kind, at: due })));
    if (extra.length > 0)
      problems.push(`${order.orderNo} has steps that were not due: ${JSON.stringify(extra)}`);
  } else {
    const end = Math.min(alert.pledge_until!, alert.resolved_at ?? shopNow);
    const within = seen.filter(
      ({ outcome, fired }) => outcome === "fired" && fired > alert.taken_at! && fired < end,
    );
    if (within.length > 0)
      problems.push(`${order.orderNo} fired while a pledge held: ${JSON.stringify(within)}`);
  }
}

/** Whatever was to be said is said, dropped or known to have failed, and no try of it is in doubt. */
async function unsettled(sql: Context["sql"], shopNow: number): Promise<string[]> {
  const problems: string[] = [];
  const told = await sql<{ state: string; kind: string; n: number }[]>`
    select state, kind, count(*)::int as n from notifications
    where ${UNDER_WAY(sql, shopNow)} group by 1, 2`;
  for (const { state, kind, n } of told) problems.push(`${n} ${kind} notifications are still ${state}`);
  const tried = await sql<{ state: string; provider: string; n: number }[]>`
    select state, provider, count(*)::int as n from attempts where settled_at is null group by 1, 2`;
  for (const { state, provider, n } of tried)
    problems.push(`${n} attempts at ${provider} are not settled: ${state}`);
  const mute = await sql<{ order_no: string; kind: string; detail: string }[]>`
    select a.order_no, s.kind, concat_ws(' ', a.node, a.state, a.policy, a.taken_name, 'opened', a.opened_at, 'step',
      s.step, 'round', s.round, 'due', s.due_at, 'fired', s.fired_at, 'told', (
        select string_agg(concat_ws(' ', n.kind, n.state, n.created_at), ', ') from notification_alerts l
        join notifications n on n.id = l.notification_id where l.alert_id = a.id),
      (select count(*) from notification_alerts l where l.alert_id = a.id)) as detail
    from alert_steps s join alerts a on a.id = s.alert_id
    where s.outcome = 'fired' and s.kind in ('chat', 'voice')
      and not exists (select from notification_alerts na join notifications n on n.id = na.notification_id
        where na.alert_id = a.id and n.kind = s.kind) limit 5`;
  for (const { order_no, kind, detail } of mute)
    problems.push(`${order_no}: a ${kind} step fired and nobody was to be told: ${detail}`);
  const silenced = await sql<{ order_no: string; kind: string; node: string }[]>`
    select a.order_no, a.node, n.kind from notifications n
      join notification_alerts l on l.notification_id = n.id join alerts a on a.id = l.alert_id
    where n.purpose = 'step' and n.state = 'dropped' and a.state = 'open' and a.first_taken_at is null
      and a.pledge_until is null and not exists (
        select from notification_alerts m join notifications o on o.id = m.notification_id
        where m.alert_id = a.id and o.gather_key = n.gather_key and o.state <> 'dropped'
          and o.created_at >= n.created_at) limit 5`;
  // A call that went back into the queue may have become one with the one that waited there.
  for (const { order_no, kind, node } of silenced)
    problems.push(`${order_no} (${node}) is open, nobody took it, and its ${kind} was dropped`);
  return problems;
}

/** Every call that a phone got is in the ledger, and an attempt has one. */
async function strayCalls(sql: Context["sql"], calls: readonly CallSeen[]): Promise<string[]> {
  const known = await sql<
    { provider_id: string }[]
  >`select provider_id from attempts where provider_id is not null`;
  const ids = new Map<string, number>();
  for (const { provider_id } of known) ids.set(provider_id, (ids.get(provider_id) ?? 0) + 1);
  const problems = calls.filter(({ sid }) => !ids.has(sid)).map(({ sid }) => `call ${sid} is in no attempt`);
  for (const [id, times] of ids) if (times > 1) problems.push(`${id} is in ${times} attempts`);
  return problems.slice(0, 5);
}
