import type { FactDimension } from "../../domain/delay/dimensions.ts";
import type { Tx } from "../sql.ts";
import { msOf, notTwice, ratioBucket, valueIn } from "./delay-parts.ts";

/** Two dimensions of which no sums are kept together. Epoch ms. */
export interface PairQuestion {
  first: FactDimension;
  second: FactDimension;
  fromMs: number;
  toMs: number;
}

export interface PairDelay {
  first: string;
  second: string;
  visits: number;
  open: number;
  overdueMs: bigint;
}

/** The overdue time of a window by two dimensions, from the visits one by one. */
export async function readPairs(tx: Tx, question: PairQuestion): Promise<PairDelay[]> {
  const { first, second, fromMs, toMs } = question;
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  const rows = await tx<(Omit<PairDelay, "overdueMs"> & { overdueMs: string })[]>`
    select ${valueIn(tx, first)} as first, ${valueIn(tx, second)} as second, count(*) as visits,
      count(*) filter (where left_at is null or left_at > ${to}) as open,
      sum(least(coalesce(${msOf(tx, "left_at")}, ${toMs}::bigint), ${toMs}::bigint)
        - greatest(${msOf(tx, "due_at")}, ${fromMs}::bigint))::text as "overdueMs"
    from visits
    where due_at < ${to} and (left_at is null or left_at > due_at)
      and (left_at is null or left_at > ${from}) and ${notTwice(tx, false)}
    group by 1, 2`;
  return rows.map((row) => ({ ...row, overdueMs: BigInt(row.overdueMs) }));
}

/** Dwell ÷ allowance of the visits that left in the window, by two dimensions. */
export function readPairRatios(
  tx: Tx,
  { first, second, fromMs, toMs }: PairQuestion,
): Promise<{ first: string; second: string; bucket: number; visits: number }[]> {
  return tx`
    select ${valueIn(tx, first)} as first, ${valueIn(tx, second)} as second, ${ratioBucket(tx)} as bucket,
      count(*) as visits
    from visits
    where due_at is not null and left_at > ${new Date(fromMs)} and left_at <= ${new Date(toMs)}
      and ${notTwice(tx, false)}
    group by 1, 2, 3`;
}
