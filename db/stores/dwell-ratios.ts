import { HOUR_MS } from "../../domain/delay/grains.ts";
import { unpackRatio } from "../../domain/delay/ratio.ts";
import type { Tx } from "../sql.ts";
import { cellsIn, type EndsQuestion } from "./delay-ends.ts";
import { bucketsWithin, cutStretches, hoursOf } from "./delay-hours.ts";
import { hourOf, msOf, ratioBucket, unionAll, valueIn } from "./delay-parts.ts";
import type { Fragment } from "./visit-conditions.ts";

/** Takes how many visits of a part left in a column with their dwell ÷ allowance in a bucket; called once for each. */
export type CountRatio = (part: Part, column: number, bucket: number, visits: number) => void;

interface Part {
  node: string;
  /** As stored; empty or `false` where the visits have none. */
  value: string;
}

/** Dwell ÷ allowance of the visits that left in a window, from the same three places as the overdue time. */
export async function readRatios(tx: Tx, question: EndsQuestion, count: CountRatio): Promise<void> {
  await Promise.all([fromSums(tx, question, count), fromRows(tx, question, count)]);
}

async function fromSums(tx: Tx, question: EndsQuestion, count: CountRatio): Promise<void> {
  const { byHour } = question;
  const none: Fragment = tx`
    select null::text as node, null::text as value, 0::bigint as "column", 0 as sign, '' as counts where false`;
  const parts = bucketsWithin(question).map(
    (buckets): Fragment => tx`
      select node, v.value, ${byHour ? tx`bucket - ${hoursOf(question).cut}::bigint` : tx`0::bigint`}, v.sign, counts::text
      from ${cellsIn(tx, "dwell_ratios", question, buckets)}`,
  );
  const all = unionAll(tx, [none, ...parts]);
  const rows = await tx<(Part & { column: number; sign: number; counts: string })[]>`${all}`;
  for (const row of rows) {
    // As text: the driver reads arrays a character at a time.
    if (row.counts === "{}") continue;
    for (const packed of row.counts.slice(1, -1).split(",")) {
      const { bucket, visits } = unpackRatio(Number(packed));
      count(row, row.column, bucket, row.sign * visits);
    }
  }
}

async function fromRows(tx: Tx, question: EndsQuestion, count: CountRatio): Promise<void> {
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
    from (${unionAll(tx, [logged, ...cut])}) as r group by 1, 2, 3, 4`;
  for (const row of rows) count(row, row.column, row.bucket, row.visits);
}
