import { absentValue } from "../../domain/delay/dimensions.ts";
import { HOUR_MS } from "../../domain/delay/grains.ts";
import { addPackedRatios } from "../../domain/delay/ratio.ts";
import type { Tx } from "../sql.ts";
import { type EndsQuestion, inBuckets } from "./delay-ends.ts";
import { bucketsWithin, cutStretches, hoursOf } from "./delay-hours.ts";
import { hourOf, msOf, notTwice, ratioBucket, unionAll, valueIn } from "./delay-parts.ts";
import type { Fragment } from "./visit-conditions.ts";

/** The histogram of a part's visits that left in a column, visits by bucket of dwell ÷ allowance, to be added to. */
export type HistogramOf = (part: Part, column: number) => Int32Array;

interface Part {
  node: string;
  /** As stored; empty or `false` where the visits have none. */
  value: string;
}

/** Dwell ÷ allowance of the visits that left in a window, from the same three places as the overdue time. */
export async function readRatios(tx: Tx, question: EndsQuestion, histogramOf: HistogramOf): Promise<void> {
  await Promise.all([fromSums(tx, question, histogramOf), fromRows(tx, question, histogramOf)]);
}

interface Row extends Part {
  column: number;
  /** Whether it is of the visits with this value; else of all of the node's, with and without one. */
  ofValue: boolean;
  counts: Uint8Array;
}

async function fromSums(tx: Tx, question: EndsQuestion, histogramOf: HistogramOf): Promise<void> {
  const { by, byHour } = question;
  const none: Fragment = tx`
    select null::text as node, null::text as value, 0::bigint as "column", false as "ofValue", ''::bytea as counts where false`;
  const parts = bucketsWithin(question).flatMap((buckets) =>
    (by === "node" ? [by] : ["node", by]).map((dimension): Fragment => {
      const column: Fragment = byHour ? tx`bucket - ${hoursOf(question).cut}::bigint` : tx`0::bigint`;
      return tx`
        select node, value, ${column}, ${dimension !== "node"}::boolean, array_send(counts)
        from dwell_ratios where ${inBuckets(tx, question, dimension, buckets)}`;
    }),
  );
  const rows = await tx<Row[]>`${unionAll(tx, [none, ...parts])}`;
  // Visits without a value have no row of their own: they are the node's less the others.
  const absent = by === "node" ? "" : absentValue(by);
  for (const { node, value, column, ofValue, counts } of rows) {
    if (ofValue) addPackedRatios(histogramOf({ node, value }, column), counts, 1);
    addPackedRatios(histogramOf({ node, value: absent }, column), counts, ofValue ? -1 : 1);
  }
}

async function fromRows(tx: Tx, question: EndsQuestion, histogramOf: HistogramOf): Promise<void> {
  const { whole, last } = hoursOf(question);
  const value = valueIn(tx, question.by);
  const left = msOf(tx, "left_at");
  const hour = hourOf(tx, tx`false`, left);
  const logged: Fragment = tx`
    select node, ${value} as value, ${left} as ms, ${ratioBucket(tx)} as bucket, sign::bigint as n
    from delay_log where ${hour} >= ${whole} and ${hour} < ${last}`;
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
  for (const row of rows) histogramOf(row, row.column)[row.bucket]! += row.visits;
}
