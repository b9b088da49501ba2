import type { NotificationSubject } from "../../domain/escalation/words/facts.ts";
import { numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** What a notification is, and for whom. */
export interface NotificationCore {
  id: string;
  purpose: "step" | "over" | "notice" | "test" | "verify";
  kind: "chat" | "voice";
  topic: string | null;
  node: string | null;
  severity: 1 | 2 | 3 | null;
  personId: string | null;
  groupKey: string | null;
  targetNo: number;
  fallbackReason: string | null;
  priority: number;
  /** Shop time, epoch ms. */
  stepDueAt: number | null;
}

/** A notification to be made. Shop time, epoch ms. */
export interface NewNotification extends NotificationCore {
  /** Set: joins the one that is queued with the same key, or a call that rings. */
  gatherKey: string | null;
  createdAt: number;
  sendAt: number;
  alertIds: readonly string[];
  /** What whoever makes it knows and its alerts do not tell; absent: nothing. */
  said?: NotificationSubject;
}

/** What calls of one node to one person gather under. */
export function callKey(node: string, personId: string): string {
  return `call|${node}|${personId}`;
}

/**
 * Queues notifications and links them to their alerts. One whose gatherKey is queued already (or, for a call, rings)
 * joins that one, which is kept from being sent until this transaction ends.
 * @returns the id under which each one, in the order given, is told
 */
export async function insertNotifications(tx: Tx, rows: readonly NewNotification[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await tx<{ id: string; key: string }[]>`
    with ${writeNotifications(tx, rows)}
    select id, key from told`;
  const ids = new Map(made.map((row) => [row.key, row.id]));
  return rows.map((row) => ids.get(keyOf(row))!);
}

/** Two rows with one key are one notification. */
const keyOf = (row: NewNotification) => row.gatherKey ?? row.id;

/**
 * The CTEs `given_n`, `given_l`, `joined`, `made`, `told`, `linked` that write notifications within a larger statement.
 * What is queued and what rings is locked at once: a call that goes from the one to the other meanwhile is still joined.
 */
export function writeNotifications(tx: Tx, rows: readonly NewNotification[]): ReturnType<Tx> {
  const first = new Map<string, NewNotification>();
  for (const row of rows) {
    const known = first.get(keyOf(row));
    if (!known) first.set(keyOf(row), row);
    else if (row.stepDueAt !== null && (known.stepDueAt === null || row.stepDueAt < known.stepDueAt))
      first.set(keyOf(row), { ...known, stepDueAt: row.stepDueAt });
  }
  // In one order everywhere, so that two that join the same ones do not hold each other up.
  const given = [...first.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = (pick: (row: NewNotification) => string | null) =>
    textArray(given.map(([, row]) => pick(row)));
  const number = (pick: (row: NewNotification) => number | null) =>
    numberArray(given.map(([, row]) => pick(row)));
  const links = rows.flatMap((row) => row.alertIds.map((alertId) => ({ key: keyOf(row), alertId })));
  return tx`
    given_n as materialized (
      select n.* from unnest(
        ${textArray(given.map(([key]) => key))}::text[], ${text((r) => r.id)}::uuid[], ${text((r) => r.purpose)}::text[],
        ${text((r) => r.kind)}::text[], ${text((r) => r.topic)}::text[], ${text((r) => r.node)}::text[],
        ${number((r) => r.severity)}::int2[], ${text((r) => r.personId)}::uuid[], ${text((r) => r.groupKey)}::text[],
        ${number((r) => r.targetNo)}::int2[], ${text((r) => r.fallbackReason)}::text[],
        ${text((r) => r.gatherKey)}::text[], ${number((r) => r.priority)}::int2[],
        ${number((r) => r.stepDueAt)}::float8[], ${number((r) => r.createdAt)}::float8[],
        ${number((r) => r.sendAt)}::float8[], ${text((r) => (r.said ? JSON.stringify(r.said) : null))}::text[]
      ) as n(key, id, purpose, kind, topic, node, severity, person_id, group_key, target_no, fallback_reason,
        gather_key, priority, step_due_at, created_at, send_at, said)),
    given_l as materialized (
      select * from unnest(
        ${textArray(links.map((l) => l.key))}::text[], ${textArray(links.map((l) => l.alertId))}::uuid[]
      ) as l(key, alert_id)),
    joined as materialized (
      select n.id, n.gather_key as key from given_n g join notifications n on n.gather_key = g.gather_key
      where n.state in ('queued', 'sending', 'accepted', 'unknown')
        and (n.state = 'queued' or (n.kind = 'voice' and n.cancel_at is null))
      order by g.key for share of n),
    made as (
      insert into notifications (id, purpose, kind, topic, node, severity, person_id, group_key, target_no,
        fallback_reason, gather_key, state, priority, step_due_at, created_at, send_at, said)
      select id, purpose, kind, topic, node, severity, person_id, group_key, target_no, fallback_reason, gather_key,
        'queued', priority, to_timestamp(step_due_at / 1000.0), to_timestamp(created_at / 1000.0),
        to_timestamp(send_at / 1000.0), said::jsonb
      from given_n g where not exists (select from joined j where j.key = g.key) order by g.key
      on conflict (gather_key) where state = 'queued' and gather_key is not null
        do update set priority = least(notifications.priority, excluded.priority)
      returning id, coalesce(gather_key, id::text) as key),
    told as materialized (select id, key from made union all select id, key from joined),
    linked as (
      insert into notification_alerts (notification_id, alert_id)
      select t.id, l.alert_id from given_l l join told t on t.key = l.key
      on conflict do nothing)`;
}

/**
 * Nobody needs to hear of these alerts any more: what is queued and tells of no other that is open goes no more.
 * Only what asks somebody to act; that it is over or taken is still told.
 */
export async function dropQueued(tx: Tx, alertIds: readonly string[]): Promise<void> {
  const ids = await lockTellingOf(tx, alertIds);
  if (ids.length === 0) return;
  await tx`update notifications o set state = 'dropped' where ${isSilenced(tx, ids)} and o.state = 'queued'`;
}

/**
 * Calls that tell of none but these alerts are wanted no more though they may be ringing.
 * @param machineNow epoch ms
 * @returns how many
 */
export async function requestCancel(
  tx: Tx,
  alertIds: readonly string[],
  machineNow: number,
): Promise<number> {
  const ids = await lockTellingOf(tx, alertIds);
  if (ids.length === 0) return 0;
  const { count } = await tx`
    update notifications o set cancel_at = ${new Date(machineNow)}
    where ${isSilenced(tx, ids)} and o.kind = 'voice' and o.state in ('sending', 'accepted', 'unknown')
      and o.cancel_at is null`;
  return count;
}

/**
 * Locks what asks somebody to act on these alerts. Whether it tells of others too is for the next statement to see: an
 * alert that joined it a moment ago is not in this one's snapshot.
 */
async function lockTellingOf(tx: Tx, alertIds: readonly string[]): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select o.id from notifications o
    where o.id in (select notification_id from notification_alerts where alert_id = any(${textArray(alertIds)}::uuid[]))
      and (o.purpose = 'step' or o.topic in ('pledge_passed', 'escalated'))
      and o.state in ('queued', 'sending', 'accepted', 'unknown')
    order by o.id for update`;
  return rows.map(({ id }) => id);
}

/** Of these, those that tell of no alert that is open. */
function isSilenced(tx: Tx, ids: readonly string[]): ReturnType<Tx> {
  return tx`
    o.id = any(${textArray(ids)}::uuid[]) and not exists (
      select from notification_alerts l join alerts a on a.id = l.alert_id
      where l.notification_id = o.id and a.state = 'open')`;
}
