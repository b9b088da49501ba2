import { HOUR_MS } from "../../domain/delay/grains.ts";
import type { RatioColumns } from "../../domain/delay/ratio-columns.ts";
import { numberArray } from "../array.ts";
import type { Tx } from "../sql.ts";
import { absentOf, type EndsQuestion, inBuckets, listed, type Part } from "./delay-ends.ts";
import { type Buckets, bucketsWithin, cutStretches, hoursOf } from "./delay-hours.ts";
import { hourOf, inLog, msOf, notTwice, ratioBucket, unionAll, valueIn } from "./delay-parts.ts";
import type { Fragment } from "./visit-conditions.ts";

/** The groups that parts belong to: one, or several together. */
export interface RatioGroups {
  of(part: Part): RatioColumns;
  all(): Iterable<RatioColumns>;
}

/** Dwell ÷ allowance of the visits that left in a window, from the same three places as the overdue time. */
export async function readRatios(tx: Tx, question: EndsQuestion, groups: RatioGroups): Promise<void> {
  await Promise.all([noteSums(tx, question, groups), addRows(tx, question, groups)]);
  await addHistograms(tx, question, groups);
}

interface SumsRow extends Part {
  /** Whether the node's row counts these as well, under no value. */
  within: boolean;
}

/** Each part's cells as one row of lists: to pass them on one by one took longer than to find them. */
async function noteSums(tx: Tx, question: EndsQuestion, groups: RatioGroups): Promise<void> {
  const none: Fragment = tx`
    select null::text as node, null::text as value, false as within, null::text as columns, null::text as visits,
      null::text as p90s where false`;
  const parts = rangesOf(question).map(
    ([dimension, buckets]): Fragment => tx`
      select node, ${storedAs(tx, question, dimension)}, ${dimension !== "node"}::boolean, string_agg((${columnOf(tx, question)})::text, ','),
        string_agg(visits::text, ','), string_agg(coalesce(p90, 0)::text, ',')
      from dwell_ratios where ${inBuckets(tx, question, dimension, buckets)} group by node, value`,
  );
  const rows = await tx<(SumsRow & { columns: string; visits: string; p90s: string })[]>`
    ${unionAll(tx, [none, ...parts])}`;
  for (const row of rows) {
    const [columns, visits, p90s] = [listed(row.columns), listed(row.visits), listed(row.p90s)];
    for (const { ratios, sign } of belonging(row, question, groups))
      for (let i = 0; i < columns.length; i++) ratios.addSum(columns[i]!, visits[i]!, p90s[i]!, sign);
  }
}

/** Where several rows make up a column, their histograms. */
async function addHistograms(tx: Tx, question: EndsQuestion, groups: RatioGroups): Promise<void> {
  const wanted = new Set<number>();
  for (const ratios of groups.all())
    for (const column of ratios.columns()) if (ratios.wants(column)) wanted.add(column);
  if (wanted.size === 0) return;
  const parts = rangesOf(question).map(
    ([dimension, buckets]): Fragment => tx`
      select node, ${storedAs(tx, question, dimension)} as value, ${dimension !== "node"}::boolean as within,
        ${columnOf(tx, question)} as "column",
        array_send(counts) as counts
      from dwell_ratios where ${inBuckets(tx, question, dimension, buckets)}
        and ${columnOf(tx, question)} = any(${numberArray([...wanted])}::bigint[])`,
  );
  const rows = await tx<(SumsRow & { column: number; counts: Uint8Array })[]>`${unionAll(tx, parts)}`;
  for (const row of rows)
    for (const { ratios, sign } of belonging(row, question, groups))
      ratios.addHistogram(row.column, row.counts, sign);
}

/** What a row of the sums counts for: visits without a value are the node's less the others. */
function belonging(
  { node, value, within }: SumsRow,
  question: EndsQuestion,
  groups: RatioGroups,
): { ratios: RatioColumns; sign: 1 | -1 }[] {
  const own = { ratios: groups.of({ node, value }), sign: 1 } as const;
  return within ? [own, { ratios: groups.of({ node, value: absentOf(question) }), sign: -1 }] : [own];
}

function storedAs(tx: Tx, question: EndsQuestion, dimension: string): Fragment {
  return dimension === "node" ? tx`${absentOf(question)}::text` : tx`value`;
}

/** What is asked of the sums: of the nodes, and of the values. */
function rangesOf(question: EndsQuestion): [dimension: string, buckets: Buckets][] {
  const { by } = question;
  const dimensions = by === "node" ? [by] : ["node", by];
  return bucketsWithin(question).flatMap((buckets) =>
    dimensions.map((dimension): [string, Buckets] => [dimension, buckets]),
  );
}

function columnOf(tx: Tx, question: EndsQuestion): Fragment {
  return question.byHour ? tx`bucket - ${hoursOf(question).cut}::bigint` : tx`0::bigint`;
}

async function addRows(tx: Tx, question: EndsQuestion, groups: RatioGroups): Promise<void> {
  const { whole, last } = hoursOf(question);
  const value = valueIn(tx, question.by);
  const left = msOf(tx, "left_at");
  const hour = hourOf(tx, tx`false`, left);
  const logged: Fragment = tx`
    select node, ${value} as value, ${left} as ms, ${ratioBucket(tx)} as bucket, sign::bigint as n
    from delay_log where ${inLog(tx)} and ${hour} >= ${whole} and ${hour} < ${last}`;
  const cut = cutStretches(question).map(({ startMs, endMs }): Fragment => {
    const start = new Date(Math.max(startMs, question.fromMs));
    return tx`
      select node, ${value}, ${left}, ${ratioBucket(tx)}, 1 from visits
      where due_at is not null and left_at > ${start} and left_at <= ${new Date(endMs)}`;
  });
  const column = question.byHour
    ? tx`(ms - 1) / ${HOUR_MS} - ${hoursOf(question).cut}::bigint`
    : tx`0::bigint`;
  const rows = await tx<(Part & { column: number; bucket: number; visits: number })[]>`
    select ${question.perNode ? tx`node` : tx`''`} as node, value, ${column} as "column", bucket, sum(n)::bigint as visits
    from (${unionAll(tx, [logged, ...cut])}) as r
    where ${notTwice(tx, question.perNode)} group by 1, 2, 3, 4`;
  for (const row of rows) groups.of(row).addVisits(row.column, row.bucket, row.visits);
}
