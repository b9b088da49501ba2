import { boolArray, numberArray, textArray } from "../db/array.ts";
import type { Sql, Tx } from "../db/sql.ts";

export const ORDERS_A_DAY = 12_000;
const DAY_MS = 86_400_000;

interface Stop {
  node: string;
  warnHours: number | null;
  dueHours: number | null;
  /** Dwell ÷ allowance: at least `least`, and exponentially more with this mean. */
  least: number;
  more: number;
  bulkyOnly?: boolean;
}

/** The way of an order; most stops are late in one case of seven, the dispatch dock in two of five. */
const WAY: Stop[] = [
  { node: "awaiting_payment", warnHours: 1 / 3, dueHours: 0.5, least: 0.15, more: 0.45 },
  { node: "order_review", warnHours: 0.5, dueHours: 1, least: 0.15, more: 0.45 },
  { node: "allocating", warnHours: 1, dueHours: 2, least: 0.15, more: 0.45 },
  { node: "picking", warnHours: 2, dueHours: 4, least: 0.15, more: 0.45 },
  { node: "packed", warnHours: 3, dueHours: 4, least: 0.15, more: 0.45 },
  { node: "bulky_dispatch", warnHours: 12, dueHours: 24, least: 0.3, more: 0.8, bulkyOnly: true },
  { node: "awaiting_pickup", warnHours: 6, dueHours: 12, least: 0.15, more: 0.45 },
  { node: "in_transit", warnHours: 96, dueHours: 120, least: 0.15, more: 0.45 },
  { node: "awaiting_appointment", warnHours: 12, dueHours: 24, least: 0.15, more: 0.45 },
  { node: "out_for_delivery", warnHours: 12, dueHours: 24, least: 0.15, more: 0.45 },
  { node: "logistics_stalled", warnHours: 4, dueHours: 12, least: 0.15, more: 0.45 },
  { node: "delivered", warnHours: null, dueHours: null, least: 0, more: 0 },
];
/** How long an order without complaint stays open. */
const DELIVERED_HOURS = 168;

/**
 * Adds the orders of some days up to `nowMs` with the visits that they have had by then, as rows: what is measured begins
 * at the visits. The same on every run.
 * @returns how many visits
 */
export async function addHistory(
  sql: Sql,
  days: number,
  nowMs: number,
  ordersADay = ORDERS_A_DAY,
): Promise<number> {
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const restore = await dropIndexes(tx);
    await tx`select setseed(0.42)`;
    for (let day = 0; day < days; day++) {
      await addDay(tx, { after: day * ordersADay, count: ordersADay }, nowMs - (days - day) * DAY_MS, nowMs);
    }
    await tx`select setval(pg_get_serial_sequence('orders', 'id'), ${days * ordersADay})`;
    await restore();
  });
  await sql`vacuum analyze orders`;
  await sql`vacuum analyze visits`;
  const [row] = await sql<{ visits: number }[]>`select count(*) as visits from visits`;
  return row!.visits;
}

/** The orders of a day by their ids: `count` of them, which follow `after`. */
interface DaysOrders {
  after: number;
  count: number;
}

async function addDay(sql: Tx, { after, count }: DaysOrders, startMs: number, nowMs: number): Promise<void> {
  await sql`
    insert into orders (id, order_no, channel, region, warehouse, carrier, segment, bulky, custom, placed_at, version)
      overriding system value
    select g, 'history-' || g, (array['taobao', 'pinduoduo', 'wechat'])[1 + g % 3],
      (array['华东', '华南', '华北', '华中', '西南', '西北', '东北'])[1 + g % 7], (array['佛山', '嘉兴', '廊坊'])[1 + g % 3],
      (array['德邦', '安能', '顺丰', '中通', '京东', '跨越', '顺心', '壹米'])[1 + g % 8],
      (array['new', 'regular', 'vip', 'business', 'staff'])[1 + g % 5], g % 3 = 0, g % 10 = 0,
      ${new Date(startMs)}::timestamptz + (g - ${after}::bigint) * make_interval(secs => 86400.0 / ${count}::float8), 1
    from generate_series(${after + 1}::bigint, ${after + count}::bigint) g`;
  await sql`
    insert into visits (id, order_id, token, node, entered_at, left_at, warn_at, due_at, promise_at,
      channel, bulky, custom, warehouse, carrier, region, segment)
    select gen_random_uuid(), id, 'main', node, entered_at, case when left_at <= ${new Date(nowMs)} then left_at end,
      entered_at + make_interval(secs => warn_hours * 3600), entered_at + make_interval(secs => due_hours * 3600),
      case when id % 2 = 0 then entered_at + make_interval(secs => due_hours * 3600) end,
      channel, bulky, custom, warehouse, carrier, region, segment
    from (
      select *, placed_at + sum(dwell) over way - dwell as entered_at, placed_at + sum(dwell) over way as left_at
      from (
        select o.*, s.node, s.stop, s.warn_hours, s.due_hours,
          make_interval(secs => 3600 * coalesce(s.due_hours * (s.least - s.more * ln(1 - random())), ${DELIVERED_HOURS}::float8)) as dwell
        from orders o join unnest(${textArray(WAY.map((stop) => stop.node))}::text[], ${numberArray(WAY.map((stop) => stop.warnHours))}::float8[],
            ${numberArray(WAY.map((stop) => stop.dueHours))}::float8[], ${numberArray(WAY.map((stop) => stop.least))}::float8[],
            ${numberArray(WAY.map((stop) => stop.more))}::float8[], ${boolArray(WAY.map((stop) => stop.bulkyOnly === true))}::bool[])
          with ordinality as s(node, warn_hours, due_hours, least, more, bulky_only, stop)
          on o.bulky or not s.bulky_only
        where o.id > ${after} and o.id <= ${after + count}) as stops
      window way as (partition by id order by stop)) as visited
    where entered_at <= ${new Date(nowMs)}`;
}

/** Without its further indexes a table of millions is written in half of the time. @returns makes them again */
async function dropIndexes(sql: Tx): Promise<() => Promise<void>> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = 'visits'::regclass and not i.indisprimary`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  return async () => {
    for (const { definition } of indexes) await sql.unsafe(definition);
  };
}
