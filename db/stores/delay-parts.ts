import type { FactDimension } from "../../domain/delay/dimensions.ts";
import { HOUR_MS } from "../../domain/delay/grains.ts";
import { RATIO_BUCKETS, RATIO_ONE, RATIO_STEP } from "../../domain/delay/ratio.ts";
import type { Sql, Tx } from "../sql.ts";
import type { Fragment } from "./visit-conditions.ts";

/** An instant in epoch ms, exactly: it is kept to the ms, and a double holds it to a ten thousandth of one. */
export function msOf(sql: Sql | Tx, column: string): Fragment {
  return sql`(date_part('epoch', ${sql(column)}) * 1000)::bigint`;
}

/** A visit's value under a dimension as the sums have it; `node`: all of the node's are one. */
export function valueIn(sql: Sql | Tx, dimension: FactDimension | "node"): Fragment {
  if (dimension === "node") return sql`''`;
  if (dimension === "bulky" || dimension === "custom") return sql`${sql(dimension)}::text`;
  return sql`coalesce(${sql(dimension)}, '')`;
}

/**
 * The number of the bucket in which an end of overdue time lies. A deadline belongs to the hour that begins with it, a
 * leaving to the hour that ends with it.
 * @param ms SQL for epoch ms
 */
export function hourOf(sql: Sql | Tx, isDue: Fragment, ms: Fragment): Fragment {
  return sql`(case when ${isDue} then ${ms} else ${ms} - 1 end / ${HOUR_MS})`;
}

/**
 * Rows that count where nodes are not told apart: what an order spends in a watch it spends at a node as well, and time
 * counts once.
 */
export function notTwice(sql: Sql | Tx, perNode: boolean): Fragment {
  return perNode ? sql`true` : sql`node not like 'watch:%'`;
}

/** The bucket of a visit's dwell ÷ allowance; needs entered_at, due_at and left_at. */
export function ratioBucket(sql: Sql | Tx): Fragment {
  const last = RATIO_BUCKETS - 1;
  return sql`(case
    when due_at <= entered_at then ${last}::int
    when left_at <= entered_at then 0
    else greatest(0, least(${last}::int, ${RATIO_ONE}::int + floor(ln(
      date_part('epoch', left_at - entered_at) / date_part('epoch', due_at - entered_at))
      / ln(${RATIO_STEP}::float8))::int))
  end)`;
}

/**
 * The log's rows, found by their key: what a rebuild leaves behind is some hundred megabytes without a row, which nobody
 * else should read through.
 */
export function inLog(sql: Sql | Tx): Fragment {
  return sql`id > 0`;
}

/** Tables under each other. */
export function unionAll(sql: Sql | Tx, parts: readonly Fragment[]): Fragment {
  let all = parts[0]!;
  for (const part of parts.slice(1)) all = sql`${all} union all ${part}` as Fragment;
  return all;
}
