import type { Sql } from "../sql.ts";
import { allOf, type Fragment } from "./visit-conditions.ts";

export const QUARANTINE_STATES = ["waiting", "replayed", "dismissed", "superseded"] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

export interface QuarantineFilter {
  state?: QuarantineState;
  code?: string;
  word?: string;
  source?: string;
  orderNo?: string;
}

/** One event that could not be placed, less its recipient. Instants in epoch ms, machine time. */
export interface QuarantineRow {
  id: number;
  source: string;
  eventId: string;
  orderNo: string;
  code: string;
  detail: string;
  word: string | null;
  event: Record<string, unknown>;
  state: QuarantineState;
  seen: number;
  receivedAt: number;
  settledAt: number | null;
}

/** What is wrong in one way, counted. */
export interface QuarantineGroup {
  code: string;
  word: string | null;
  items: number;
  orders: number;
  latestReceivedAt: number;
}

/** No more kinds of trouble than this are told apart at once. */
const MAX_GROUPS = 1_000;

function conditions(sql: Sql, filter: QuarantineFilter): Fragment {
  const list: Fragment[] = [];
  if (filter.state !== undefined) list.push(sql`state = ${filter.state}`);
  if (filter.code !== undefined) list.push(sql`code = ${filter.code}`);
  if (filter.word !== undefined) list.push(sql`word = ${filter.word}`);
  if (filter.source !== undefined) list.push(sql`source = ${filter.source}`);
  if (filter.orderNo !== undefined) list.push(sql`order_no = ${filter.orderNo}`);
  return allOf(sql, list);
}

/** The newest first. */
export function searchQuarantine(
  sql: Sql,
  filter: QuarantineFilter,
  page: { before: number | null; limit: number },
): Promise<QuarantineRow[]> {
  return sql<QuarantineRow[]>`
    select id, source, event_id as "eventId", order_no as "orderNo", code, detail, word, event, state, seen,
      received_at as "receivedAt", settled_at as "settledAt"
    from quarantine
    where ${conditions(sql, filter)} and ${page.before === null ? sql`true` : sql`id < ${page.before}`}
    order by id desc limit ${page.limit}`;
}

/** The same items grouped by what is wrong with them, the largest group first. */
export function groupQuarantine(sql: Sql, filter: QuarantineFilter): Promise<QuarantineGroup[]> {
  return sql<QuarantineGroup[]>`
    select code, word, count(*) as items, count(distinct order_no) as orders,
      max(received_at) as "latestReceivedAt"
    from quarantine where ${conditions(sql, filter)}
    group by code, word order by count(*) desc, code, word limit ${MAX_GROUPS}`;
}
