import type { Sql } from "../sql.ts";

/** How to tell a node's time in SQL: stretches in which its clock runs (epoch ms, ms, ms before). */
interface NodeStretches {
  node: string;
  starts: readonly number[];
  lengths: readonly number[];
  before: readonly number[];
}

export interface HoursQuestion {
  nodes: readonly NodeStretches[];
  /** Epoch ms: [from, to). */
  fromMs: number;
  toMs: number;
  /** Where steps of age begin, in ms. */
  steps: readonly number[];
  /** Arrivals due within so long are counted apart. */
  shortMs: number;
}

/** Departures of a node in an hour (hours since 1970) that had waited so long. */
interface LeftRow {
  node: string;
  hour: number;
  step: number;
  visits: number;
}

interface ArrivedRow {
  node: string;
  hour: number;
  visits: number;
  short: number;
}

/** What left the nodes in each hour, by how long it had waited in the node's time. */
export function readLeft(sql: Sql, { nodes, fromMs, toMs, steps }: HoursQuestion): Promise<LeftRow[]> {
  return sql<LeftRow[]>`
    with times as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(nodes)}::text::jsonb)
        as t(node text, starts float8[], lengths float8[], before float8[])),
    stays as (
      select v.node, t.starts, t.lengths, t.before, date_part('epoch', v.left_at) * 1000 as left_ms,
        date_part('epoch', v.entered_at) * 1000 as entered_ms
      from visits v join times t using (node)
      where v.left_at >= ${new Date(fromMs)} and v.left_at < ${new Date(toMs)}),
    placed as (
      select *, width_bucket(left_ms, starts) as l, width_bucket(entered_ms, starts) as e from stays)
    select node, floor(left_ms / 3600000)::int as hour,
      width_bucket(
        case when l = 0 then 0 else before[l] + least(left_ms - starts[l], lengths[l]) end
          - case when e = 0 then 0 else before[e] + least(entered_ms - starts[e], lengths[e]) end,
        ${numbers(steps)}::text::float8[]) - 1 as step,
      count(*)::int as visits
    from placed group by 1, 2, 3`;
}

/** What came to the nodes in each hour. */
export function readArrived(
  sql: Sql,
  { nodes, fromMs, toMs, shortMs }: HoursQuestion,
): Promise<ArrivedRow[]> {
  const keys = nodes.map(({ node }) => node);
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  return sql<ArrivedRow[]>`
    select node, floor(date_part('epoch', entered_at) / 3600)::int as hour, count(*)::int as visits,
      (count(*) filter (where due_at - entered_at <= make_interval(secs => ${shortMs / 1000}::float8)))::int as short
    from (
      select node, entered_at, due_at from visits
      where left_at >= ${from} and entered_at >= ${from} and entered_at < ${to} and node = any(${keys})
      union all
      select node, entered_at, due_at from visits
      where left_at is null and node = any(${keys}) and entered_at >= ${from} and entered_at < ${to}) as came
    group by 1, 2`;
}

/** Open visits of a node that are due by an instant, by carrier and when they came. */
export function readDueByCarrier(
  sql: Sql,
  node: string,
  dueMs: number,
  most: number,
): Promise<{ carrier: string | null; enteredAt: number }[]> {
  return sql<{ carrier: string | null; enteredAt: number }[]>`
    select carrier, round(date_part('epoch', entered_at) * 1000) as "enteredAt" from visits
    where left_at is null and node = ${node} and due_at <= ${new Date(dueMs)}
    order by entered_at limit ${most}`;
}

const numbers = (values: readonly number[]) => `{${values.join(",")}}`;
