import type { NotificationSubject } from "../../domain/escalation/words/facts.ts";
import { numberArray, textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";
import type { NotificationCore } from "./notifications.ts";

/** A notification whose turn it is. */
export interface QueuedNotification extends NotificationCore {
  subject: NotificationSubject | null;
  /** Machine time: since when it is wanted no more. */
  cancelAt: number | null;
  state: string;
}

/** The two times by which something is due. */
export interface Times {
  shopNow: number;
  machineNow: number;
}

const columns = (sql: Sql | Tx) => sql`
  id, purpose, kind, topic, node, severity, person_id as "personId", group_key as "groupKey",
  target_no as "targetNo", fallback_reason as "fallbackReason", priority, step_due_at as "stepDueAt", said as subject,
  cancel_at as "cancelAt", state`;

/** Locks the most urgent one that may go, passing over those that others have; it stays queued. */
export async function lockNext(tx: Tx, { shopNow, machineNow }: Times): Promise<QueuedNotification | null> {
  const [next] = await tx<QueuedNotification[]>`
    select ${columns(tx)} from notifications
    where state = 'queued' and send_at <= ${new Date(shopNow)}
      and (held_until is null or held_until <= ${new Date(machineNow)})
    order by priority, send_at, id limit 1 for update skip locked`;
  return next ?? null;
}

/** @returns null when there is none */
export async function lockNotification(tx: Tx, id: string): Promise<QueuedNotification | null> {
  const [row] = await tx<QueuedNotification[]>`
    select ${columns(tx)} from notifications where id = ${id} for update`;
  return row ?? null;
}

/** It is being sent; nothing joins a message from now on, though a call may still be joined. */
export async function markSending(tx: Tx, id: string, leasedUntilMs: number): Promise<void> {
  await tx`
    update notifications set state = 'sending', leased_until = ${new Date(leasedUntilMs)}, held_until = null,
      held_reason = null, gather_key = case when kind = 'voice' then gather_key end
    where id = ${id}`;
}

/** It goes again, not before an instant of machine time; one that is wanted no more goes no more. */
export async function requeue(
  tx: Tx,
  id: string,
  held: { untilMs: number; reason: string } | null,
): Promise<void> {
  await tx`
    update notifications set state = case when cancel_at is null then 'queued' else 'dropped' end,
      leased_until = null, held_until = ${held ? new Date(held.untilMs) : null},
      held_reason = ${held?.reason ?? null}
    where id = ${id}`;
}

/** What became of it; `said` is added to what is known of it: the words without codes, or why it failed. */
export async function endNotification(
  tx: Tx,
  id: string,
  end: {
    state: "accepted" | "failed" | "dropped" | "unknown";
    machineNow: number;
    said?: object | undefined;
  },
): Promise<void> {
  await tx`
    update notifications set state = ${end.state}, settled_at = ${new Date(end.machineNow)}, leased_until = null,
      held_until = null, held_reason = null,
      said = case when ${end.said !== undefined} then coalesce(said, '{}') || ${JSON.stringify(end.said ?? {})}::text::jsonb
        else said end
    where id = ${id}`;
}

/** Messages of a group that wait for their turn, the most urgent first; those that others have are left out. */
export async function lockWaiting(
  tx: Tx,
  groupKey: string,
  { shopNow, machineNow }: Times,
): Promise<string[]> {
  const rows = await tx<{ id: string; priority: number; at: number }[]>`
    select id, priority, send_at as at from notifications
    where state = 'queued' and kind = 'chat' and group_key = ${groupKey} and send_at <= ${new Date(shopNow)}
      and (held_until is null or held_until <= ${new Date(machineNow)} or held_reason in ('rate', 'ban'))
    for update skip locked`;
  return rows
    .sort((a, b) => a.priority - b.priority || a.at - b.at || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** Says of each until when it waits (machine time), and why. The caller has locked them. */
export async function holdBack(
  tx: Tx,
  ids: readonly string[],
  untilMs: readonly number[],
  reason: "rate" | "ban",
): Promise<void> {
  await tx`
    update notifications n set held_until = to_timestamp(h.until / 1000.0), held_reason = ${reason}
    from unnest(${textArray(ids)}::uuid[], ${numberArray(untilMs)}::float8[]) as h(id, until)
    where n.id = h.id`;
}

/** When the next one may go, as machine time; null: none waits. */
export async function readNextTurn(sql: Sql, times: Times, speed: number): Promise<number | null> {
  const { shopNow, machineNow } = times;
  const [row] = await sql<{ at: number | null }[]>`
    select min(greatest(
      ${machineNow}::float8 + (extract(epoch from send_at)::float8 * 1000 - ${shopNow}::float8) / ${speed}::float8,
      coalesce(extract(epoch from held_until)::float8 * 1000, 0))) as at
    from notifications where state = 'queued'`;
  return row?.at ?? null;
}

/** Messages whose sender has not come back in time, locked; calls are looked up by others. */
export function lockLost(tx: Tx, machineNow: number, limit: number): Promise<QueuedNotification[]> {
  return tx<QueuedNotification[]>`
    select ${columns(tx)} from notifications
    where state = 'sending' and kind = 'chat' and leased_until <= ${new Date(machineNow)}
    order by id limit ${limit} for update skip locked`;
}
