import type { Actor, OrderFactsPatch, PromisePatch } from "../../domain/order/types.ts";
import type { Sql } from "../sql.ts";

/** An event as it came, less its recipient. Instants in epoch ms. */
export interface EventRow {
  source: string;
  id: string;
  token: string;
  node: string | null;
  occurredAt: number;
  receivedAt: number;
  body: { actor?: Actor; promise?: PromisePatch; order?: OrderFactsPatch } | null;
}

export interface AuditRow {
  at: number;
  actor: string;
  action: string;
  subject: string;
  detail: unknown;
}

/** The latest events of an order, and how many there are in all. */
export async function readEventsOfOrder(
  sql: Sql,
  orderId: number,
  limit: number,
): Promise<{ events: EventRow[]; total: number }> {
  const rows = await sql<(EventRow & { total: number })[]>`
    select source, id, token, node, occurred_at as "occurredAt", received_at as "receivedAt", body,
      count(*) over () as total
    from events where order_id = ${orderId}
    order by occurred_at desc, received_at desc, source desc, id desc limit ${limit}`;
  const events = rows.map(({ total: _, ...event }) => event).reverse();
  return { events, total: rows[0]?.total ?? 0 };
}

/** The latest audit rows about one subject. */
export function readAuditOf(sql: Sql, subject: string, limit: number): Promise<AuditRow[]> {
  return sql<AuditRow[]>`
    select at, actor, action, subject, detail from audit where subject = ${subject} order by at desc, id desc limit ${limit}`;
}
