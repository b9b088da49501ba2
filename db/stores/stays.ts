import { numberArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";
import { IS_LONG_STAY, STAY_CLASS, STAY_CLASS_HOURS } from "../stay-classes.ts";

const HOUR_MS = 3_600_000;
const SHORT_MS = STAY_CLASS_HOURS[0] * HOUR_MS;
const LAST_CLASS = STAY_CLASS_HOURS.length;

type Fragment = ReturnType<Sql>;

/**
 * Visits that were open at some moment of [fromMs, toMs], as a table: entered by then and not left before. Of the ended
 * ones it reads those that left within their class's longest stay after the window: some few more than were open.
 * @param fromMs epoch ms, as is toMs, which is not before it
 */
export function staysWithin(sql: Sql, fromMs: number, toMs: number): Fragment {
  return sql`(
    select * from visits where left_at is null and entered_at <= ${new Date(toMs)}
    union all ${ended(sql, fromMs, toMs)})`;
}

/** The same of visits that have ended by now. */
export function endedStaysWithin(sql: Sql | Tx, fromMs: number, toMs: number): Fragment {
  return sql`(${ended(sql, fromMs, toMs)})`;
}

/**
 * All that were open then, for who reads every one of them: the open ones node by node, as their index has them, so that nothing is read of
 * those that came later. The offset keeps the planner from preferring an index that does.
 */
export function allStaysWithin(sql: Sql, fromMs: number, toMs: number): Fragment {
  return sql`(
    select v.* from (select distinct key from node_versions) n cross join lateral (
      select * from visits where left_at is null and node = n.key and entered_at <= ${new Date(toMs)} offset 0) v
    union all ${ended(sql, fromMs, toMs)})`;
}

function ended(sql: Sql | Tx, fromMs: number, toMs: number): Fragment {
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  // The last class has no longest stay.
  const latest = STAY_CLASS_HOURS.slice(1).map((hours) => toMs / 1_000 + hours * 3_600);
  const stayClass = sql.unsafe(STAY_CLASS);
  const isLong = sql.unsafe(IS_LONG_STAY);
  return sql`
    select * from visits
    where left_at > ${from} and left_at < ${new Date(toMs + SHORT_MS)} and entered_at <= ${to} and not (${isLong})
    union all
    select v.* from unnest(${numberArray(latest)}::float8[]) with ordinality as c(latest, class) cross join lateral (
      select * from visits
      where ${stayClass} = c.class::int and ${isLong} and left_at > ${from} and left_at < to_timestamp(c.latest)
        and entered_at <= ${to}) v
    union all
    select * from visits
    where ${stayClass} = ${LAST_CLASS}::int and ${isLong} and left_at > ${from} and entered_at <= ${to}`;
}
