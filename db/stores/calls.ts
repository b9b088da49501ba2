import { textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";
import type { AttemptState } from "./attempts.ts";

export type NotificationState =
  | "queued"
  | "sending"
  | "accepted"
  | "delivered"
  | "heard"
  | "failed"
  | "unknown"
  | "dropped";

/** The index that keeps two from being queued under one key. */
const ONE_QUEUED = "notifications_gather";

/** What deciding about a call needs of its notification. Machine time, epoch ms. */
export interface CalledNotification {
  id: string;
  purpose: "step" | "over" | "notice" | "test" | "verify";
  state: NotificationState;
  personId: string | null;
  cancelAt: number | null;
}

/** Locks a notification. The caller has locked its alerts. */
export async function lockNotification(tx: Tx, id: string): Promise<CalledNotification | null> {
  const [row] = await tx<CalledNotification[]>`
    select id, purpose, state, person_id as "personId", cancel_at as "cancelAt"
    from notifications where id = ${id} for update`;
  return row ?? null;
}

/** Locks a try. The caller has locked its notification. */
export async function lockAttempt(tx: Tx, id: string): Promise<void> {
  await tx`select from attempts where id = ${id} for update`;
}

/** The provider has the call, which is looked up then unless it is heard of before. Machine time. */
export async function markRinging(tx: Tx, id: string, lookUpAt: number): Promise<void> {
  await tx`
    update notifications set leased_until = ${new Date(lookUpAt)},
      state = case when state in ('sending', 'unknown') then 'accepted' else state end
    where id = ${id} and state in ('sending', 'unknown', 'accepted')`;
}

/** Nobody knows whether the provider has the call; it is looked up then. Machine time. */
export async function markDoubtful(tx: Tx, id: string, lookUpAt: number): Promise<void> {
  await tx`
    update notifications set state = 'unknown', leased_until = ${new Date(lookUpAt)}
    where id = ${id} and state in ('sending', 'accepted', 'unknown')`;
}

/**
 * Back into the queue until an instant of machine time; one that is wanted no more goes no more. Where another waits there
 * to tell the same person of the same node, that one tells of everything: nobody is rung twice.
 */
export async function requeueCall(
  tx: Tx,
  id: string,
  held: { untilMs: number; reason: string } | null,
): Promise<void> {
  // One that another waited for may have gone out meanwhile.
  while (!(await goBack(tx, id, held)) && !(await joinQueued(tx, id)));
}

/** @returns false when another waits there */
async function goBack(
  tx: Tx,
  id: string,
  held: { untilMs: number; reason: string } | null,
): Promise<boolean> {
  try {
    await tx.savepoint(
      (sp) => sp`
        update notifications set state = case when cancel_at is null then 'queued' else 'dropped' end,
          held_until = ${held ? new Date(held.untilMs) : null}, held_reason = ${held?.reason ?? null},
          leased_until = null
        where id = ${id} and state in ('sending', 'accepted', 'unknown')`,
    );
    return true;
  } catch (error) {
    if ((error as { constraint_name?: string }).constraint_name === ONE_QUEUED) return false;
    throw error;
  }
}

/** @returns false when none waits any more */
async function joinQueued(tx: Tx, id: string): Promise<boolean> {
  const [other] = await tx<{ id: string }[]>`
    select o.id from notifications o join notifications n on n.gather_key = o.gather_key
    where n.id = ${id} and o.state = 'queued' for update of o`;
  if (!other) return false;
  await tx`
    insert into notification_alerts (notification_id, alert_id)
    select ${other.id}, alert_id from notification_alerts where notification_id = ${id} on conflict do nothing`;
  await tx`
    update notifications o set step_due_at = least(o.step_due_at, n.step_due_at), priority = least(o.priority, n.priority)
    from notifications n where o.id = ${other.id} and n.id = ${id}`;
  await tx`
    update notifications set state = 'dropped', leased_until = null, held_until = null, held_reason = null
    where id = ${id}`;
  return true;
}

/** A call that was held back was no try. */
export async function forgetAttempt(tx: Tx, id: string): Promise<void> {
  await tx`delete from attempts where id = ${id} and state = 'intent'`;
}

/** How many calls wait for their turn in a provider's second, beside this one. Machine time. */
export async function countWaitingCalls(tx: Tx, now: number): Promise<number> {
  const [row] = await tx<{ waiting: number }[]>`
    select count(*)::int as waiting from notifications
    where state = 'queued' and kind = 'voice' and held_reason = 'rate' and held_until > ${new Date(now)}`;
  return row!.waiting;
}

/** Ends a notification. One that has ended stays as it is. @returns whether this ended it */
export async function endCalled(
  tx: Tx,
  id: string,
  state: Extract<NotificationState, "delivered" | "heard" | "failed" | "dropped">,
  at: number,
): Promise<boolean> {
  const { count } = await tx`
    update notifications set state = ${state}, settled_at = ${new Date(at)}, leased_until = null
    where id = ${id} and state in ('sending', 'accepted', 'unknown')`;
  return count > 0;
}

/** Keeps what a call says, for the ledger. */
export async function noteSaid(
  tx: Sql | Tx,
  id: string,
  said: { title: string; language: string; channel: string },
): Promise<void> {
  await tx`
    update notifications set said = coalesce(said, '{}') || ${JSON.stringify({ ...said, lines: [] })}::text::jsonb
    where id = ${id}`;
}

/** A person has the phone at their ear. */
export async function markAnswered(tx: Tx, attemptId: string): Promise<void> {
  await tx`update attempts set state = 'delivered' where id = ${attemptId} and settled_at is null`;
}

export async function noteAnsweredBy(tx: Tx, attemptId: string, answeredBy: string): Promise<void> {
  await tx`update attempts set answered_by = ${answeredBy} where id = ${attemptId}`;
}

/** @returns false when a newer one of the provider's sequence was heard before */
export async function noteSequence(tx: Tx, attemptId: string, sequence: number): Promise<boolean> {
  const { count } = await tx`
    update attempts set sequence = ${sequence}
    where id = ${attemptId} and (sequence is null or sequence < ${sequence})`;
  return count > 0;
}

/** Which key was pressed, though the call was thought to have ended without one. */
export async function noteLateKey(tx: Tx, attemptId: string, digits: string): Promise<void> {
  await tx`update attempts set digits = ${digits}, state = 'heard' where id = ${attemptId}`;
}

/** Keeps a callback. @returns false when it was kept before */
export async function insertCallback(
  tx: Tx,
  callback: { attemptId: string; key: string; at: number; body: object },
): Promise<boolean> {
  const { count } = await tx`
    insert into callbacks (attempt_id, key, received_at, body)
    values (${callback.attemptId}, ${callback.key}, ${new Date(callback.at)},
      ${JSON.stringify(callback.body)}::text::jsonb)
    on conflict do nothing`;
  return count > 0;
}

/** Adds to a kept callback what it was answered. */
export async function noteReply(tx: Tx, attemptId: string, key: string, reply: object): Promise<void> {
  await tx`
    update callbacks set body = body || jsonb_build_object('reply', ${JSON.stringify(reply)}::text::jsonb)
    where attempt_id = ${attemptId} and key = ${key}`;
}

/** What a callback was answered; null: it was not kept, or not answered. */
export async function readReply(tx: Tx, attemptId: string, key: string): Promise<unknown> {
  const [row] = await tx<{ reply: unknown }[]>`
    select body -> 'reply' as reply from callbacks where attempt_id = ${attemptId} and key = ${key}`;
  return row?.reply ?? null;
}

/** A try that may be live. Machine time, epoch ms. */
export interface LiveAttempt {
  id: string;
  notificationId: string;
  provider: string;
  providerId: string | null;
  account: string;
  state: AttemptState;
  intentAt: number;
  /** Whether somebody has answered it. */
  answered: boolean;
}

const live = (sql: Sql | Tx) => sql`
  select a.id, a.notification_id as "notificationId", a.provider, a.provider_id as "providerId", a.account, a.state,
    a.intent_at as "intentAt", a.state = 'delivered' as answered
  from attempts a`;

/** Claims calls that have not been heard of for too long, and keeps others from looking them up meanwhile. */
export async function claimSilentCalls(
  sql: Sql,
  { now, leaseUntil, limit }: { now: number; leaseUntil: number; limit: number },
): Promise<LiveAttempt[]> {
  const claimed = await sql<{ id: string }[]>`
    update notifications set leased_until = ${new Date(leaseUntil)} where id in (
      select n.id from notifications n
      where n.kind = 'voice' and n.state in ('sending', 'accepted', 'unknown') and n.leased_until <= ${new Date(now)}
        and exists (select from attempts a where a.notification_id = n.id and a.settled_at is null)
      order by n.leased_until limit ${limit} for update skip locked)
    returning id`;
  if (claimed.length === 0) return [];
  return sql<LiveAttempt[]>`
    ${live(sql)} where a.notification_id = any(${textArray(claimed.map(({ id }) => id))}::uuid[])
      and a.settled_at is null order by a.intent_at`;
}

/**
 * Calls that are wanted no more and may be ringing; one whose key was pressed speaks its last words. Machine time.
 */
export function readUnwantedCalls(sql: Sql, now: number, limit: number): Promise<LiveAttempt[]> {
  return sql<LiveAttempt[]>`
    ${live(sql)} join notifications n on n.id = a.notification_id
    where a.settled_at is null and a.provider_id is not null and n.kind = 'voice' and n.cancel_at <= ${new Date(now)}
    order by n.cancel_at limit ${limit}`;
}

/** Tries to end it again then. Machine time. */
export async function cancelAgainAt(sql: Sql, notificationId: string, at: number): Promise<void> {
  await sql`
    update notifications set cancel_at = ${new Date(at)} where id = ${notificationId} and cancel_at is not null`;
}

/** The provider's ids that belong to a try already. */
export async function readProviderIds(sql: Sql | Tx, provider: string, since: number): Promise<Set<string>> {
  const rows = await sql<{ providerId: string }[]>`
    select provider_id as "providerId" from attempts
    where provider = ${provider} and provider_id is not null and intent_at >= ${new Date(since)}`;
  return new Set(rows.map(({ providerId }) => providerId));
}

/** The try with a provider's id, or, where only that came back, with this beginning of its own id. */
export async function findCallAttempt(
  sql: Sql | Tx,
  provider: string,
  { providerId, idBeginning }: { providerId: string; idBeginning: string | null },
): Promise<string | null> {
  const [byProvider] = await sql<{ id: string }[]>`
    select id from attempts where provider = ${provider} and provider_id = ${providerId}`;
  if (byProvider || idBeginning === null) return byProvider?.id ?? null;
  const [low, high] = ["0", "f"].map((digit) => idBeginning.padEnd(32, digit));
  const [byId] = await sql<{ id: string }[]>`
    select id from attempts where id between ${low!}::uuid and ${high!}::uuid and provider = ${provider}
      and provider_id is null`;
  return byId?.id ?? null;
}

/** Whether a call was placed again already since nobody knew whether it had been. */
export async function wasPlacedAgain(tx: Sql | Tx, notificationId: string): Promise<boolean> {
  const [row] = await tx`
    select from attempts where notification_id = ${notificationId} and answer ->> 'code' = 'not_placed'`;
  return row !== undefined;
}
