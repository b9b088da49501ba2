import type { IncomingEvent } from "../../domain/order/types.ts";
import { textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

export type QuarantineCode = "unknown_node" | "node_not_accepted" | "unknown_status";

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
