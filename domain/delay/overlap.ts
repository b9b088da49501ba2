import { type Columns, columnsOf } from "./columns.ts";

/** What begins and what ends being overdue in a column, together. */
export interface Ends {
  /** Index of the column; BEFORE: before all of them. */
  column: number;
  /** Visits that become overdue here, and the sum of how long after the column's start, in ms. */
  dueCount: number;
  dueSum: bigint;
  /** Visits that leave overdue here, likewise. */
  leftCount: number;
  leftSum: bigint;
}

export const BEFORE = -1;

export interface Delay {
  /** Visits that were overdue at some moment of the column. */
  visits: number;
  /** Those of them that are still open at its end. */
  open: number;
  overdueMs: bigint;
}

/**
 * The overdue time in each column, exactly: k visits that are overdue when it begins are so for all of it, each that
 * becomes overdue in it adds what is left of it, and each that leaves takes that away.
 * @param ends in any order, several of a column too
 */
export function delayIn(columns: Columns, ends: readonly Ends[]): Delay[] {
  const spans = columnsOf(columns);
  const dues = new Array<number>(spans.length).fill(0);
  const lefts = new Array<number>(spans.length).fill(0);
  const balance = new Array<bigint>(spans.length).fill(0n);
  let k = 0;
  for (const { column, dueCount, dueSum, leftCount, leftSum } of ends) {
    if (column === BEFORE) k += dueCount - leftCount;
    else {
      dues[column]! += dueCount;
      lefts[column]! += leftCount;
      balance[column]! += leftSum - dueSum;
    }
  }
  return spans.map(({ startMs, endMs }, i) => {
    const visits = k + dues[i]!;
    const open = visits - lefts[i]!;
    k = open;
    return { visits, open, overdueMs: BigInt(open) * BigInt(endMs - startMs) + balance[i]! };
  });
}
