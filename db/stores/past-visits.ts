import type { Sql } from "../sql.ts";
import { staysWithin } from "./stays.ts";

/** A visit with what policies are chosen by, as is known now. Epoch ms of shop time. */
export interface PastVisit {
  orderNo: string;
  node: string;
  channel: string | null;
  segment: string | null;
  customerTier: string | null;
  enteredAt: number;
  leftAt: number | null;
  warnAt: number | null;
  dueAt: number;
  promiseAt: number | null;
}

/**
 * Visits with a deadline that were open at some moment of a window.
 * @param most one more than this is read, to tell that there are more
 */
export function readVisitsWithin(
  sql: Sql,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  most: number,
): Promise<PastVisit[]> {
  return sql<PastVisit[]>`
    select o.order_no as "orderNo", v.node, v.channel, v.segment, o.facts ->> 'customerTier' as "customerTier",
      v.entered_at as "enteredAt", v.left_at as "leftAt", v.warn_at as "warnAt", v.due_at as "dueAt",
      v.promise_at as "promiseAt"
    from (
      select * from ${staysWithin(sql, fromMs, toMs)} s
      where due_at is not null and entered_at < ${new Date(toMs)} limit ${most + 1}) v join orders o on o.id = v.order_id`;
}
