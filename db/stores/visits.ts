import type { Visit } from "../../domain/order/types.ts";
import { boolArray, numberArray, textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";
import { logEnded, logReplaced } from "./delay-log.ts";
import { visitId } from "./visit-id.ts";

export interface VisitOfOrder {
  orderId: number;
  visit: Visit;
  /** When its policy's first step may fire (shop time, epoch ms); null: nobody is told of it. */
  nextStepAt: number | null;
  /** Whether its policy fires steps where the one before did not: it may then raise what had passed already. */
  anew?: boolean;
  /** Whether it has an alert that is not resolved; read only where visits are replaced. */
  alerted?: boolean;
}

const columns = (tx: Tx): ReturnType<Sql> => tx`
  id, order_id, token, node, entered_at, left_at, warn_at, due_at, promise_at, channel, bulky, custom, warehouse,
  carrier, region, segment, next_step_at, alerted`;

/** Visits as a table with the columns of the store's. */
function given(tx: Tx, items: readonly VisitOfOrder[]): ReturnType<Sql> {
  const column = <T>(pick: (visit: Visit) => T) => items.map((item) => pick(item.visit));
  return tx`
    select n.id, n.order_id, n.token, n.node, to_timestamp(n.entered_at / 1000.0)::timestamptz(3) as entered_at,
      to_timestamp(n.left_at / 1000.0)::timestamptz(3) as left_at,
      to_timestamp(n.warn_at / 1000.0)::timestamptz(3) as warn_at,
      to_timestamp(n.due_at / 1000.0)::timestamptz(3) as due_at,
      to_timestamp(n.promise_at / 1000.0)::timestamptz(3) as promise_at,
      n.channel, n.bulky, n.custom, n.warehouse, n.carrier, n.region, n.segment,
      to_timestamp(n.next_step_at / 1000.0)::timestamptz(3) as next_step_at, n.alerted
    from unnest(
      ${textArray(column((v) => visitId(v.openedBy)))}::uuid[], ${numberArray(items.map((i) => i.orderId))}::bigint[],
      ${textArray(column((v) => v.token))}::text[], ${textArray(column((v) => v.node))}::text[],
      ${numberArray(column((v) => v.enteredAt))}::float8[], ${numberArray(column((v) => v.leftAt))}::float8[],
      ${numberArray(column((v) => v.warnAt))}::float8[], ${numberArray(column((v) => v.dueAt))}::float8[],
      ${numberArray(column((v) => v.promiseAt))}::float8[], ${textArray(column((v) => v.channel))}::text[],
      ${boolArray(column((v) => v.bulky))}::bool[], ${boolArray(column((v) => v.custom))}::bool[],
      ${textArray(column((v) => v.warehouse))}::text[], ${textArray(column((v) => v.carrier))}::text[],
      ${textArray(column((v) => v.region))}::text[], ${textArray(column((v) => v.segment))}::text[],
      ${numberArray(items.map((i) => i.nextStepAt))}::float8[], ${boolArray(items.map((i) => i.alerted === true))}::bool[]
    ) as n(id, order_id, token, node, entered_at, left_at, warn_at, due_at, promise_at,
      channel, bulky, custom, warehouse, carrier, region, segment, next_step_at, alerted)`;
}

/** Inserts visits that were not there, and notes those among them that have ended already. */
export async function insertVisits(tx: Tx, items: readonly VisitOfOrder[]): Promise<void> {
  if (items.length === 0) return;
  await tx`
    with come as (insert into visits (${columns(tx)}) ${given(tx, items)} returning *)
    ${logEnded(tx, "come")}`;
}

/** After a refold: gives the orders exactly these visits, and notes which ended ones are other than before. */
export async function replaceVisits(
  tx: Tx,
  orderIds: readonly number[],
  items: readonly VisitOfOrder[],
): Promise<void> {
  await tx`
    with after as materialized (${given(tx, items)}),
    before as materialized (select * from visits where order_id = any(${numberArray(orderIds)}::bigint[])),
    gone as (
      delete from visits v using before b
      where v.order_id = b.order_id and v.id = b.id
        and not exists (select from after a where a.order_id = b.order_id and a.id = b.id)),
    put as (
      insert into visits (${columns(tx)}) select * from after
      on conflict (order_id, id) do update set
        token = excluded.token, node = excluded.node, entered_at = excluded.entered_at, left_at = excluded.left_at,
        warn_at = excluded.warn_at, due_at = excluded.due_at, promise_at = excluded.promise_at,
        channel = excluded.channel, bulky = excluded.bulky, custom = excluded.custom,
        warehouse = excluded.warehouse, carrier = excluded.carrier, region = excluded.region,
        segment = excluded.segment, next_step_at = excluded.next_step_at, alerted = excluded.alerted)
    ${logReplaced(tx, "before", "after")}`;
}

/**
 * Ends visits of which nothing else changed: what the next event of an order mostly does. One with an alert is looked at
 * at once.
 * @param now shop time, epoch ms
 */
export async function leaveVisits(tx: Tx, items: readonly VisitOfOrder[], now: number): Promise<void> {
  if (items.length === 0) return;
  await tx`
    with gone as (update visits v set left_at = to_timestamp(n.left_at / 1000.0),
      next_step_at = case when v.alerted then to_timestamp(${now / 1000}::float8) end
    from unnest(
      ${numberArray(items.map((i) => i.orderId))}::bigint[],
      ${textArray(items.map((i) => visitId(i.visit.openedBy)))}::uuid[],
      ${numberArray(items.map((i) => i.visit.leftAt))}::float8[]
    ) as n(order_id, id, left_at)
    where v.order_id = n.order_id and v.id = n.id returning v.*)
    ${logEnded(tx, "gone")}`;
}

/**
 * Brings visits that are open up to date, and notes those that it ends. One with an alert is looked at at once. One of
 * which nobody is told any more, being late already when it came or seen to by hand, stays so until it is due anew.
 * @param now shop time, epoch ms
 */
export async function updateVisits(tx: Tx, items: readonly VisitOfOrder[], now: number): Promise<void> {
  if (items.length === 0) return;
  const column = <T>(pick: (visit: Visit) => T) => items.map((item) => pick(item.visit));
  await tx`
    with changed as (update visits v set
      entered_at = to_timestamp(n.entered_at / 1000.0), left_at = to_timestamp(n.left_at / 1000.0), warn_at = to_timestamp(n.warn_at / 1000.0),
      due_at = to_timestamp(n.due_at / 1000.0), promise_at = to_timestamp(n.promise_at / 1000.0),
      channel = n.channel, bulky = n.bulky, custom = n.custom, warehouse = n.warehouse, carrier = n.carrier,
      region = n.region, segment = n.segment,
      next_step_at = case
        when v.alerted then to_timestamp(${now / 1000}::float8)
        when n.left_at is not null then null
        when v.next_step_at is null and not n.anew and (
          (v.due_at, v.warn_at, v.promise_at) is not distinct from (to_timestamp(n.due_at / 1000.0)::timestamptz(3),
            to_timestamp(n.warn_at / 1000.0)::timestamptz(3), to_timestamp(n.promise_at / 1000.0)::timestamptz(3))
          or (v.due_at <= to_timestamp(${now / 1000}::float8) and n.due_at <= ${now}::float8)) then null
        else to_timestamp(n.next_step_at / 1000.0) end
    from unnest(
      ${numberArray(items.map((i) => i.orderId))}::bigint[],
      ${textArray(column((v) => visitId(v.openedBy)))}::uuid[],
      ${numberArray(column((v) => v.enteredAt))}::float8[], ${numberArray(column((v) => v.leftAt))}::float8[],
      ${numberArray(column((v) => v.warnAt))}::float8[], ${numberArray(column((v) => v.dueAt))}::float8[],
      ${numberArray(column((v) => v.promiseAt))}::float8[], ${textArray(column((v) => v.channel))}::text[],
      ${boolArray(column((v) => v.bulky))}::bool[], ${boolArray(column((v) => v.custom))}::bool[],
      ${textArray(column((v) => v.warehouse))}::text[], ${textArray(column((v) => v.carrier))}::text[],
      ${textArray(column((v) => v.region))}::text[], ${textArray(column((v) => v.segment))}::text[],
      ${numberArray(items.map((i) => i.nextStepAt))}::float8[], ${boolArray(items.map((i) => i.anew === true))}::bool[]
    ) as n(order_id, id, entered_at, left_at, warn_at, due_at, promise_at, channel, bulky, custom, warehouse, carrier, region,
      segment, next_step_at, anew)
    where v.order_id = n.order_id and v.id = n.id returning v.*)
    ${logEnded(tx, "changed")}`;
}

/** A visit as it stands before a refold. */
export interface StandingVisit {
  orderId: number;
  id: string;
  token: string;
  node: string;
  enteredAt: number;
  leftAt: number | null;
  warnAt: number | null;
  dueAt: number | null;
  promiseAt: number | null;
  nextStepAt: number | null;
  alerted: boolean;
}

/** Locks every visit of these orders in the order of their keys, so that the escalator leaves them alone meanwhile. */
export function lockVisitsOf(tx: Tx, orderIds: readonly number[]): Promise<StandingVisit[]> {
  return tx<StandingVisit[]>`
    select order_id as "orderId", id, token, node, entered_at as "enteredAt", left_at as "leftAt", warn_at as "warnAt",
      due_at as "dueAt", promise_at as "promiseAt", next_step_at as "nextStepAt", alerted
    from visits where order_id = any(${numberArray(orderIds)}::bigint[]) order by order_id, id for update`;
}

/** Ids of the orders that have an open visit at a node, ascending, in chunks. */
export async function* readOrdersOpenAt(tx: Tx, node: string, chunk: number): AsyncGenerator<number[]> {
  let after = 0;
  for (;;) {
    const rows = await tx<{ order_id: number }[]>`
      select distinct order_id from visits
      where node = ${node} and left_at is null and order_id > ${after}
      order by order_id limit ${chunk}`;
    if (rows.length === 0) return;
    yield rows.map((row) => row.order_id);
    after = rows[rows.length - 1]!.order_id;
  }
}
