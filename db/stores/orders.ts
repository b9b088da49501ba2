import { emptyOrder, type FoldedOrder, stateFromJson, stateToJson } from "../../domain/order/state.ts";
import type { OrderFacts, OrderLine } from "../../domain/order/types.ts";
import { boolArray, numberArray, textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";

/** An order whose row is locked until the transaction ends. */
export interface LockedOrder {
  id: number;
  orderNo: string;
  folded: FoldedOrder;
}

interface OrderRow {
  id: number;
  order_no: string;
  facts: OrderFacts;
  state: string | null;
}

const FOLDED_PER_FETCH = 1_000;

const toLocked = (row: OrderRow): LockedOrder => ({
  id: row.id,
  orderNo: row.order_no,
  folded: row.state === null ? emptyOrder() : { facts: row.facts, state: stateFromJson(row.state) },
});

/** Locks the orders that exist, in sorted order so that two batches cannot hold each other up for ever. */
export function lockOrders(tx: Tx, orderNos: readonly string[]): Promise<LockedOrder[]> {
  return lock(tx, tx`order_no = any(${textArray(orderNos)}::text[])`);
}

export function lockOrdersById(tx: Tx, ids: readonly number[]): Promise<LockedOrder[]> {
  return lock(tx, tx`id = any(${numberArray(ids)}::bigint[])`);
}

async function lock(tx: Tx, which: ReturnType<Tx>): Promise<LockedOrder[]> {
  const rows = await tx<OrderRow[]>`
    select id, order_no, facts, state from orders where ${which} order by order_no for no key update`;
  return rows.map(toLocked);
}

/** Creates orders, sorted; one that somebody else has just created is waited for and locked. */
export async function createOrders(tx: Tx, orderNos: readonly string[]): Promise<LockedOrder[]> {
  const created = await tx<{ id: number; order_no: string }[]>`
    insert into orders (order_no)
    select order_no from unnest(${textArray(orderNos)}::text[]) as n(order_no) order by order_no
    on conflict (order_no) do nothing
    returning id, order_no`;
  const fresh = created.map((row) => ({ id: row.id, orderNo: row.order_no, folded: emptyOrder() }));
  if (fresh.length === orderNos.length) return fresh;
  const known = new Set(fresh.map((order) => order.orderNo));
  return [
    ...fresh,
    ...(await lockOrders(
      tx,
      orderNos.filter((orderNo) => !known.has(orderNo)),
    )),
  ];
}

/** Writes back where the fold of these orders stands; facts too where they changed. */
export async function saveOrders(
  tx: Tx,
  orders: readonly { order: LockedOrder; facts: boolean }[],
): Promise<void> {
  const light = orders.filter((o) => !o.facts).map((o) => o.order);
  const full = orders.filter((o) => o.facts).map((o) => o.order);
  await Promise.all([light.length > 0 && saveStates(tx, light), full.length > 0 && saveFacts(tx, full)]);
}

function saveStates(tx: Tx, orders: LockedOrder[]): Promise<unknown> {
  return tx`
    update orders o set state = n.state, version = o.version + 1
    from unnest(${numberArray(orders.map((o) => o.id))}::bigint[], ${textArray(orders.map((o) => stateToJson(o.folded.state)))}::text[])
      as n(id, state)
    where o.id = n.id`;
}

function saveFacts(tx: Tx, orders: LockedOrder[]): Promise<unknown> {
  const facts = orders.map((o) => o.folded.facts);
  const text = (pick: (f: OrderFacts) => string | undefined) => facts.map((f) => pick(f) ?? null);
  return tx`
    update orders o set
      state = n.state, version = o.version + 1, facts = n.facts::jsonb, channel = n.channel,
      placed_at = to_timestamp(n.placed_at / 1000.0), region = n.region, warehouse = n.warehouse,
      carrier = n.carrier, segment = n.segment, hold = n.hold, currency = coalesce(n.currency, 'CNY'),
      bulky = n.bulky, custom = n.custom
    from unnest(
      ${numberArray(orders.map((o) => o.id))}::bigint[], ${textArray(orders.map((o) => stateToJson(o.folded.state)))}::text[],
      ${textArray(facts.map((f) => JSON.stringify(f)))}::text[], ${textArray(text((f) => f.channel))}::text[],
      ${numberArray(facts.map((f) => f.placedAt ?? null))}::float8[], ${textArray(text((f) => f.region))}::text[],
      ${textArray(text((f) => f.warehouse))}::text[], ${textArray(text((f) => f.carrier))}::text[], ${textArray(text((f) => f.segment))}::text[],
      ${textArray(text((f) => f.hold))}::text[], ${textArray(text((f) => f.currency))}::text[],
      ${boolArray(orders.map((o) => o.folded.state.flags.bulky))}::bool[],
      ${boolArray(orders.map((o) => o.folded.state.flags.custom))}::bool[]
    ) as n(id, state, facts, channel, placed_at, region, warehouse, carrier, segment, hold, currency, bulky, custom)
    where o.id = n.id`;
}

/** Replaces the lines of orders whole. */
export async function replaceLines(
  tx: Tx,
  changed: readonly { orderId: number; lines: OrderLine[] }[],
): Promise<void> {
  const rows = changed.flatMap(({ orderId, lines }) =>
    lines.map((line, i) => ({ orderId, lineNo: i + 1, line })),
  );
  const column = <T>(pick: (line: OrderLine) => T) => rows.map((row) => pick(row.line));
  await tx`delete from order_lines where order_id = any(${numberArray(changed.map((c) => c.orderId))}::bigint[])`;
  if (rows.length === 0) return;
  await tx`
    insert into order_lines
      (order_id, line_no, sku, title, category, quantity, unit_price_fen, cost_fen, gift, bulky, custom)
    select * from unnest(
      ${numberArray(rows.map((r) => r.orderId))}::bigint[], ${numberArray(rows.map((r) => r.lineNo))}::int[],
      ${textArray(column((l) => l.sku))}::text[], ${textArray(column((l) => l.title ?? null))}::text[],
      ${textArray(column((l) => l.category ?? null))}::text[], ${numberArray(column((l) => l.quantity))}::int[],
      ${numberArray(column((l) => l.unitPriceFen ?? null))}::bigint[], ${numberArray(column((l) => l.costFen ?? null))}::bigint[],
      ${boolArray(column((l) => l.gift ?? false))}::bool[], ${boolArray(column((l) => l.bulky ?? false))}::bool[],
      ${boolArray(column((l) => l.custom ?? false))}::bool[])`;
}

/**
 * Orders with `main` at some nodes, or with an open visit at one more node, as the fold left them; streamed.
 * @param nodes null: wherever `main` is
 */
export async function* readFolded(
  sql: Sql | Tx,
  nodes: readonly string[] | null,
  orAt: string,
): AsyncGenerator<LockedOrder[]> {
  const isMain =
    nodes === null ? sql`token = 'main'` : sql`token = 'main' and node = any(${textArray(nodes)}::text[])`;
  const rows = sql<OrderRow[]>`
    select id, order_no, facts, state from orders where id in (
      select order_id from visits where left_at is null and ((${isMain}) or node = ${orAt}))`;
  for await (const page of rows.cursor(FOLDED_PER_FETCH)) yield page.map(toLocked);
}

/** Every order's id, ascending, in chunks. */
export async function* readOrderIds(sql: Sql, chunk: number): AsyncGenerator<number[]> {
  let after = 0;
  for (;;) {
    const rows = await sql<
      { id: number }[]
    >`select id from orders where id > ${after} order by id limit ${chunk}`;
    if (rows.length === 0) return;
    yield rows.map((row) => row.id);
    after = rows[rows.length - 1]!.id;
  }
}
