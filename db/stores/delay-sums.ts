import { GRAINS, HOUR_MS } from "../../domain/delay/grains.ts";
import { LOCKS } from "../lock-numbers.ts";
import type { Sql, Tx } from "../sql.ts";
import { hourOf, msOf, ratioBucket } from "./delay-parts.ts";

/** @returns false while somebody else adds to the sums; else they are this transaction's */
export async function tryOwnSums(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCKS.sums}) as mine`;
  return row!.mine;
}

/**
 * Takes notes from the log into the sums. The caller owns the sums; log and sums change in one transaction, so that a
 * note counts once whatever happens.
 * @returns how many notes
 */
export async function sumLog(tx: Tx, limit: number): Promise<number> {
  const [row] = await tx<{ taken: number }[]>`
    with taken as materialized (
      delete from delay_log where id = any(array(select id from delay_log order by id limit ${limit}))
      returning sign, node, entered_at, due_at, left_at, channel, bulky, custom, warehouse, carrier, region, segment),
    notes as materialized (
      select *, ${msOf(tx, "due_at")} as due_ms, ${msOf(tx, "left_at")} as left_ms, ${ratioBucket(tx)} as ratio
      from taken),
    -- What is alike in all that is summed is one from here on: of an import that is most of it.
    alike as materialized (
      select node, channel, bulky, custom, warehouse, carrier, region, segment, ratio, due_hour, left_hour,
        sum(sign)::int as visits, sum(sign * (due_ms - due_hour * ${HOUR_MS})) as due_rest,
        sum(sign * (left_ms - left_hour * ${HOUR_MS})) as left_rest
      from (
        select *, case when left_ms > due_ms then ${hourOf(tx, tx`true`, tx`due_ms`)} end as due_hour,
          ${hourOf(tx, tx`false`, tx`left_ms`)} as left_hour
        from notes) as n
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    cells as materialized (
      select d.dimension, d.value, node, ratio, due_hour, left_hour, visits, due_rest, left_rest
      from alike cross join lateral (values
        ('node', ''), ('channel', channel), ('bulky', case when bulky then 'true' end),
        ('custom', case when custom then 'true' end), ('warehouse', warehouse), ('carrier', carrier),
        ('region', region), ('segment', segment)) as d(dimension, value)
      where d.value is not null),
    -- By the hour first: the larger grains are then made of some hundred rows instead of every note again.
    ends as (
      select dimension, node, value, hour, is_due, sum(visits) as visits, sum(ms) as ms
      from (
        select c.dimension, c.node, c.value, c.visits, e.is_due, e.hour, e.ms
        from cells c cross join lateral (
          values (true, c.due_hour, c.due_rest), (false, c.left_hour, c.left_rest)) as e(is_due, hour, ms)
        where c.due_hour is not null) as each_end
      group by 1, 2, 3, 4, 5),
    summed as (
      insert into delay_sums as s
        (dimension, grain, bucket, node, value, due_count, due_sum, left_count, left_sum)
      select dimension, grain, bucket, n.node, value,
        coalesce(sum(visits) filter (where is_due), 0), coalesce(sum(ms_in_bucket) filter (where is_due), 0),
        coalesce(sum(visits) filter (where not is_due), 0), coalesce(sum(ms_in_bucket) filter (where not is_due), 0)
      from ends cross join lateral (
        select grain, hour / grain as bucket, ms + visits * (hour % grain) * ${HOUR_MS} as ms_in_bucket
        from (values (${GRAINS.hour}::bigint), (${GRAINS.day}::bigint), (${GRAINS.span}::bigint)) as g(grain)) as g
      cross join lateral (values (ends.node), ('')) as n(node)
      where n.node <> '' or ends.node not like 'watch:%'
      group by dimension, grain, bucket, n.node, value
      on conflict (dimension, grain, bucket, node, value) do update set
        due_count = s.due_count + excluded.due_count, due_sum = s.due_sum + excluded.due_sum,
        left_count = s.left_count + excluded.left_count, left_sum = s.left_sum + excluded.left_sum),
    ratios as (
      select dimension, node, value, left_hour as hour, ratio, sum(visits) as visits
      from cells group by 1, 2, 3, 4, 5),
    counted as (
      insert into dwell_ratios as r (dimension, grain, bucket, node, value, counts)
      select dimension, grain, bucket, node, value, array_agg((ratio << 24) + visits order by ratio)
      from (
        select dimension, g.grain, hour / g.grain as bucket, n.node, value, ratio, sum(visits)::int as visits
        from ratios cross join (values (${GRAINS.hour}::bigint), (${GRAINS.day}::bigint)) as g(grain)
          cross join lateral (values (ratios.node), ('')) as n(node)
        where n.node <> '' or ratios.node not like 'watch:%'
        group by 1, 2, 3, 4, 5, 6) as n
      where visits <> 0
      group by 1, 2, 3, 4, 5
      on conflict (dimension, grain, bucket, node, value) do update set
        counts = merge_ratios(r.counts, excluded.counts))
    select count(*) as taken from taken`;
  return row!.taken;
}

/** Forgets all sums. The caller owns them, and puts what they are made from into the log. */
export async function clearSums(tx: Tx): Promise<void> {
  await tx`delete from delay_sums`;
  await tx`delete from dwell_ratios`;
}

/**
 * Runs something while nobody else adds to the sums. The lock is taken before the transaction, whose first look at the
 * database must come after it.
 */
export async function whileOwningSums(sql: Sql, run: () => Promise<void>): Promise<void> {
  const reserved = await sql.reserve();
  try {
    await reserved`select pg_advisory_lock(${LOCKS.sums})`;
    try {
      await run();
    } finally {
      await reserved`select pg_advisory_unlock(${LOCKS.sums})`;
    }
  } finally {
    reserved.release();
  }
}
