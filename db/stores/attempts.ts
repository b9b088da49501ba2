import { randomUUID } from "node:crypto";
import type { Sql, Tx } from "../sql.ts";

export type AttemptState = "intent" | "accepted" | "delivered" | "heard" | "failed" | "unknown" | "canceled";

/** One try of a notification. Times are machine time, epoch ms. */
export interface Attempt {
  id: string;
  notificationId: string;
  /** 1 is the first. */
  number: number;
  provider: string;
  /** The robot or contact that it went through: an id, never an address. */
  account: string;
  state: AttemptState;
  intentAt: number;
  acceptedAt: number | null;
  settledAt: number | null;
  providerId: string | null;
  answer: AttemptAnswer | null;
  settledBy: string | null;
  digits: string | null;
  answeredBy: string | null;
  sequence: number | null;
}

/** What the provider said, without addresses or tokens. */
export interface AttemptAnswer {
  status: number | null;
  code: string | null;
  message: string | null;
  /** What was made of it: retry, final, unknown. */
  verdict?: string;
}

const columns = (sql: Sql | Tx) => sql`
  id, notification_id as "notificationId", number, provider, account, state, intent_at as "intentAt",
  accepted_at as "acceptedAt", settled_at as "settledAt", provider_id as "providerId", answer,
  settled_by as "settledBy", digits, answered_by as "answeredBy", sequence`;

/** Says that a try begins; commit it before anything is sent. */
export async function openAttempt(
  tx: Sql | Tx,
  opened: { notificationId: string; provider: string; account: string; at: number },
): Promise<Attempt> {
  const [attempt] = await tx<Attempt[]>`
    insert into attempts (id, notification_id, number, provider, account, state, intent_at)
    select ${randomUUID()}, ${opened.notificationId}, coalesce(max(number), 0) + 1, ${opened.provider},
      ${opened.account}, 'intent', ${new Date(opened.at)}
    from attempts where notification_id = ${opened.notificationId}
    returning ${columns(tx)}`;
  return attempt!;
}

/** Names the company or account that a try turned out to go through. */
export async function renameAttempt(
  tx: Sql | Tx,
  id: string,
  { provider, account }: { provider: string; account?: string },
): Promise<void> {
  await tx`
    update attempts set provider = ${provider}, account = coalesce(${account ?? null}, account) where id = ${id}`;
}

/**
 * The provider has it, and its end is not known yet. A call belongs to one try, and its own news prove whose it is: a
 * try that a look-up had taken it for is in doubt again.
 */
export async function acceptAttempt(
  tx: Sql | Tx,
  id: string,
  accepted: { at: number; providerId: string | null; answer: AttemptAnswer | null },
): Promise<void> {
  const { at, providerId, answer } = accepted;
  if (providerId !== null)
    await tx`
      update attempts set provider_id = null, state = case when settled_at is null then 'unknown' else state end
      where provider_id = ${providerId} and id <> ${id}
        and provider = (select provider from attempts where id = ${id})`;
  await tx`
    update attempts set
      state = case when settled_at is null then 'accepted' else state end,
      accepted_at = coalesce(accepted_at, ${new Date(at)}),
      provider_id = coalesce(provider_id, ${providerId}),
      answer = coalesce(${answerText(answer)}::text::jsonb, answer)
    where id = ${id}`;
}

/**
 * Gives a try the call that a look-up found for it, unless another has it: of two calls to one person at once nobody
 * can tell which is whose.
 * @returns whether it got it
 */
export async function adoptCall(
  tx: Tx,
  id: string,
  found: { provider: string; providerId: string; at: number; answer: AttemptAnswer },
): Promise<boolean> {
  const { provider, providerId, at, answer } = found;
  await tx`select pg_advisory_xact_lock(hashtextextended(${`${provider} ${providerId}`}, 0))`;
  const [taken] = await tx`
    select from attempts where provider = ${provider} and provider_id = ${providerId} and id <> ${id}`;
  if (taken) return false;
  await acceptAttempt(tx, id, { at, providerId, answer });
  return true;
}

/** Nobody knows yet whether the provider has it; a look-up or a callback may still tell. */
export async function doubtAttempt(tx: Sql | Tx, id: string, answer: AttemptAnswer | null): Promise<void> {
  await tx`
    update attempts set state = 'unknown', answer = coalesce(${answerText(answer)}::text::jsonb, answer)
    where id = ${id} and settled_at is null`;
}

export interface Settlement {
  state: Exclude<AttemptState, "intent">;
  at: number;
  /** answer, callback, lookup or timeout. */
  settledBy: "answer" | "callback" | "lookup" | "timeout";
  providerId?: string | null;
  answer?: AttemptAnswer | null;
  digits?: string | null;
  answeredBy?: string | null;
}

/**
 * Ends a try. One that has ended stays as it is.
 * @returns whether this ended it
 */
export async function settleAttempt(tx: Sql | Tx, id: string, end: Settlement): Promise<boolean> {
  const at = new Date(end.at);
  const taken = end.state === "accepted" || end.state === "delivered" || end.state === "heard";
  const { count } = await tx`
    update attempts set state = ${end.state}, settled_at = ${at}, settled_by = ${end.settledBy},
      accepted_at = case when ${taken} then coalesce(accepted_at, ${at}) else accepted_at end,
      provider_id = coalesce(provider_id, ${end.providerId ?? null}),
      answer = coalesce(${answerText(end.answer)}::text::jsonb, answer),
      digits = coalesce(${end.digits ?? null}, digits),
      answered_by = coalesce(${end.answeredBy ?? null}, answered_by)
    where id = ${id} and settled_at is null`;
  return count > 0;
}

/** The answer to a message that was given up as unknown has come after all: it was taken. */
export async function correctAttempt(tx: Tx, id: string, at: number, answer: AttemptAnswer): Promise<void> {
  await tx`
    update attempts set state = 'accepted', accepted_at = ${new Date(at)}, settled_at = ${new Date(at)},
      settled_by = 'answer', answer = ${answerText(answer)}::text::jsonb
    where id = ${id} and state = 'unknown'`;
}

export async function findAttempt(sql: Sql | Tx, id: string): Promise<Attempt | null> {
  const [attempt] = await sql<Attempt[]>`select ${columns(sql)} from attempts where id = ${id}`;
  return attempt ?? null;
}

/** The tries of one notification, the first first. */
export function readAttempts(sql: Sql | Tx, notificationId: string): Promise<Attempt[]> {
  return sql<Attempt[]>`
    select ${columns(sql)} from attempts where notification_id = ${notificationId} order by number`;
}

function answerText(answer: AttemptAnswer | null | undefined): string | null {
  return answer ? JSON.stringify(answer) : null;
}
