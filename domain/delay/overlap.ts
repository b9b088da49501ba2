import { type Columns, columnsOf } from "./columns.ts";

/** What begins and what ends being overdue, column by column: lists of one length, a column any number of times. */
export interface Ends {
  /** Indexes of columns; BEFORE: before all of them. */
  columns: readonly number[];
  /** Visits that become overdue there. */
  dueCounts: readonly number[];
  /** Visits that leave overdue there. */
  leftCounts: readonly number[];
  /** How long after the column's start those leave, less how long after it the others become overdue: sums of ms. */
  balances: readonly bigint[];
  /** -1: these are to be left out of what others count. */
  sign: 1 | -1;
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
  for (const { columns: indexes, dueCounts, leftCounts, balances, sign } of ends) {
    for (let i = 0; i < indexes.length; i++) {
      const column = indexes[i]!;
      if (column === BEFORE) k += sign * (dueCounts[i]! - leftCounts[i]!);
      else {
        dues[column]! += sign * dueCounts[i]!;
        lefts[column]! += sign * leftCounts[i]!;
        balance[column]! += sign === 1 ? balances[i]! : -balances[i]!;
      }
    }
  }
  return spans.map(({ startMs, endMs }, i) => {
    const visits = k + dues[i]!;
    const open = visits - lefts[i]!;
    k = open;
    return { visits, open, overdueMs: BigInt(open) * BigInt(endMs - startMs) + balance[i]! };
  });
}
