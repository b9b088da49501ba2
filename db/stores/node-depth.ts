import type { Light } from "../../domain/sla/light.ts";
import { PROGRESS_MOST } from "../../domain/wire/depth.ts";
import type { Sql, Tx } from "../sql.ts";
import { openAt } from "./visit-conditions.ts";

/** Ages within this factor of each other, and progress within this much, are one point. */
const AGE_STEP = 1.08;
const PROGRESS_STEP = 0.04;
const LEAST_AGE_S = 1;

/** Open visits of about one age and progress. */
export interface AgeingPoint {
  ageSeconds: number;
  /** Age ÷ allowance, at most PROGRESS_MOST; null: no deadline. */
  progress: number | null;
  light: Light;
  visits: number;
  breached: number;
}

// The same rule as domain/sla/light.ts, as in visit-conditions.ts.
const lightOf = (sql: Sql, at: Date) => sql`
  case when v.due_at <= ${at} then 'red' when v.warn_at <= ${at} then 'yellow' else 'green' end`;

/** The visits open at a node, by age and progress; the points add up to all of them. */
export function readAgeing(sql: Sql, node: string, atMs: number): Promise<AgeingPoint[]> {
  const at = new Date(atMs);
  return sql<AgeingPoint[]>`
    with visit as (
      select extract(epoch from ${at}::timestamptz - v.entered_at)::float8 as age, ${lightOf(sql, at)} as light,
        coalesce(v.promise_at <= ${at}, false) as breached,
        case when v.due_at is null then null when v.due_at <= v.entered_at then ${PROGRESS_MOST}::float8
          else least(${PROGRESS_MOST}::float8, extract(epoch from ${at}::timestamptz - v.entered_at)::float8
            / extract(epoch from v.due_at - v.entered_at)::float8) end as progress
      from ${openAt(sql, atMs)} v where v.node = ${node})
    select avg(age) as "ageSeconds", avg(progress) as progress, light, count(*) as visits,
      count(*) filter (where breached) as breached
    from visit
    group by light, floor(ln(greatest(age, ${LEAST_AGE_S}::float8)) / ln(${AGE_STEP}::float8)),
      floor(progress / ${PROGRESS_STEP}::float8)
    order by 1 desc, 2 desc nulls last, 3`;
}

/** What came and went in one step of time. */
export interface FlowStep {
  /** Steps since 1970. */
  step: number;
  arrivals: number;
  departures: number;
}

export interface Passed {
  flow: FlowStep[];
  /** How long those stayed that left; null: none left. */
  dwell: { p50: number; p85: number; p95: number; visits: number } | null;
}

/** Arrivals, departures and stays at a node in (from, at]; all in epoch ms. Call it with what sees one moment. */
export async function readPassed(
  tx: Tx,
  node: string,
  { fromMs, atMs, stepMs }: { fromMs: number; atMs: number; stepMs: number },
): Promise<Passed> {
  const [from, at] = [new Date(fromMs), new Date(atMs)];
  const stepOf = (column: string) =>
    tx`floor(extract(epoch from ${tx(column)}) * 1000 / ${stepMs}::float8)::int8`;
  // Read once: a week's departures of all nodes lie between.
  const rows = await tx<(FlowStep & { p50: number | null; p85: number; p95: number; left: number })[]>`
    with gone as materialized (
      select entered_at, left_at from visits where left_at > ${from} and node = ${node}),
    come as (
      select entered_at from gone where entered_at > ${from} and entered_at <= ${at}
      union all
      select entered_at from visits
      where left_at is null and node = ${node} and entered_at > ${from} and entered_at <= ${at}),
    stay as (
      select percentile_disc(array[0.5, 0.85, 0.95]) within group (order by extract(epoch from left_at - entered_at)::float8)
        as p, count(*) as n
      from gone where left_at <= ${at}),
    steps as (
      select step, sum(arrivals)::int8 as arrivals, sum(departures)::int8 as departures from (
        select ${stepOf("entered_at")} as step, 1 as arrivals, 0 as departures from come
        union all
        select ${stepOf("left_at")}, 0, 1 from gone where left_at <= ${at}) moved
      group by step)
    select steps.*, stay.p[1] as p50, stay.p[2] as p85, stay.p[3] as p95, stay.n as "left"
    from stay left join steps on true order by step`;
  const first = rows[0]!;
  return {
    flow: rows
      .filter(({ step }) => step !== null)
      .map(({ step, arrivals, departures }) => ({ step, arrivals, departures })),
    dwell: first.p50 === null ? null : { p50: first.p50, p85: first.p85, p95: first.p95, visits: first.left },
  };
}

/** One of those that have been at a node longest. */
export interface OldVisit {
  orderNo: string;
  token: string;
  enteredAt: number;
  dueAt: number | null;
  light: Light;
  breached: boolean;
  held: boolean;
  channel: string | null;
  carrier: string | null;
  bulky: boolean;
  custom: boolean;
}

/** Those open at a node that came first. */
export function readOldest(sql: Sql, node: string, atMs: number, most: number): Promise<OldVisit[]> {
  const at = new Date(atMs);
  return sql<OldVisit[]>`
    select o.order_no as "orderNo", v.token, v.entered_at as "enteredAt", v.due_at as "dueAt",
      ${lightOf(sql, at)} as light, coalesce(v.promise_at <= ${at}, false) as breached, o.hold is not null as held,
      v.channel, v.carrier, v.bulky, v.custom
    from (
      select * from ${openAt(sql, atMs)} open where open.node = ${node} order by entered_at, id limit ${most}) v
    join orders o on o.id = v.order_id
    order by v.entered_at, v.id`;
}
