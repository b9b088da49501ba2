import type { IncomingEvent } from "../../domain/order/types.ts";
import { numberArray, textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";

export type QuarantineCode = "unknown_node" | "unknown_status";

/** An event that parses but cannot be placed. */
export interface Misplaced {
  event: IncomingEvent;
  code: QuarantineCode;
  detail: string;
  /** The unknown node or status word. */
  word: string;
  recipientId: string | null;
}

/** Keeps what cannot be placed, once per (source, id), with how often it was seen. */
export async function insertQuarantine(
  tx: Tx,
  items: readonly Misplaced[],
  receivedAt: number,
): Promise<void> {
  await tx`
    insert into quarantine (source, event_id, order_no, code, detail, word, event, recipient_id, state, received_at)
    select n.source, n.event_id, n.order_no, n.code, n.detail, n.word, n.event::jsonb, n.recipient_id, 'waiting',
      ${new Date(receivedAt)}
    from unnest(
      ${textArray(items.map((i) => i.event.source))}::text[], ${textArray(items.map((i) => i.event.id))}::text[],
      ${textArray(items.map((i) => i.event.orderNo))}::text[], ${textArray(items.map((i) => i.code))}::text[],
      ${textArray(items.map((i) => i.detail))}::text[], ${textArray(items.map((i) => i.word))}::text[],
      ${textArray(items.map((i) => JSON.stringify({ ...i.event, recipient: undefined })))}::text[],
      ${textArray(items.map((i) => i.recipientId))}::uuid[]
    ) as n(source, event_id, order_no, code, detail, word, event, recipient_id)
    on conflict (source, event_id) do update set
      seen = quarantine.seen + 1, code = excluded.code, detail = excluded.detail, word = excluded.word,
      event = excluded.event, recipient_id = coalesce(excluded.recipient_id, quarantine.recipient_id),
      state = case when quarantine.state = 'superseded' then 'waiting' else quarantine.state end`;
}

/** What waits is settled when the same (source, id) has arrived in a form that could be placed. */
export async function supersedeQuarantine(
  tx: Tx,
  keys: readonly { source: string; id: string }[],
  atMs: number,
): Promise<void> {
  await tx`
    update quarantine q set state = 'superseded', settled_at = ${new Date(atMs)}
    from unnest(${textArray(keys.map((k) => k.source))}::text[], ${textArray(keys.map((k) => k.id))}::text[]) as k(source, id)
    where q.source = k.source and q.event_id = k.id and q.state = 'waiting'`;
}

/** Which waiting events: by id, by reason, by word or any of several; absent: all. */
export interface QuarantineFilter {
  ids?: number[];
  code?: string;
  word?: string;
  words?: string[];
}

export interface WaitingEvent {
  id: number;
  event: IncomingEvent;
  recipientId: string | null;
}

/** Claims waiting events for this transaction, ascending by id. */
export async function claimWaiting(
  tx: Tx,
  filter: QuarantineFilter,
  afterId: number,
  limit: number,
): Promise<WaitingEvent[]> {
  const rows = await tx<{ id: number; event: IncomingEvent; recipient_id: string | null }[]>`
    select id, event, recipient_id from quarantine
    where state = 'waiting' and id > ${afterId} and ${matches(tx, filter)}
    order by id limit ${limit} for update skip locked`;
  return rows.map((row) => ({ id: row.id, event: row.event, recipientId: row.recipient_id }));
}

export async function settleQuarantine(
  tx: Tx,
  ids: readonly number[],
  state: "replayed",
  atMs: number,
): Promise<void> {
  await tx`
    update quarantine set state = ${state}, settled_at = ${new Date(atMs)}
    where id = any(${numberArray(ids)}::bigint[])`;
}

/** @returns how many were waiting */
export async function dismissWaiting(tx: Tx, filter: QuarantineFilter, atMs: number): Promise<number> {
  const done = await tx`
    update quarantine set state = 'dismissed', settled_at = ${new Date(atMs)}
    where state = 'waiting' and ${matches(tx, filter)}`;
  return done.count;
}

/** The status words that events wait for, as they are written, and how many for each. */
export function waitingWords(tx: Sql | Tx): Promise<{ word: string; items: number }[]> {
  return tx<{ word: string; items: number }[]>`
    select word, count(*) as items from quarantine
    where state = 'waiting' and code = 'unknown_status' group by word`;
}

function matches(tx: Tx, { ids, code, word, words }: QuarantineFilter) {
  return tx`
    (${ids === undefined} or id = any(${numberArray(ids ?? [])}::bigint[]))
    and (${code === undefined} or code = ${code ?? ""})
    and (${word === undefined} or word = ${word ?? ""})
    and (${words === undefined} or word = any(${textArray(words ?? [])}::text[]))`;
}
