import fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "../testing/seed.ts";
import { columnsOf } from "./columns.ts";
import { HOUR_MS } from "./grains.ts";
import { BEFORE, delayIn, type Ends } from "./overlap.ts";

const BASE = 500_000 * HOUR_MS;
const instant = fc.integer({ min: BASE - 30 * HOUR_MS, max: BASE + 30 * HOUR_MS });

test(`counts as overlap does, whatever the window (seed ${SEED})`, () => {
  const stays = fc.array(fc.tuple(instant, fc.integer({ min: 1, max: 20 * HOUR_MS })), { maxLength: 12 });
  const property = fc.property(stays, instant, instant, fc.boolean(), (drawn, a, b, byHour) => {
    const columns = { fromMs: Math.min(a, b), toMs: Math.max(a, b), byHour };
    const spans = columnsOf(columns);
    const at = (ms: number) => spans.findIndex(({ endMs }) => ms < endMs);
    const ends: Ends[] = [];
    for (const [due, ms] of drawn) {
      const left = due + ms;
      const end = (column: number, dues: number, lefts: number, balance: number): Ends => ({
        columns: [column],
        dueCounts: [dues],
        leftCounts: [lefts],
        balances: [BigInt(balance)],
        sign: 1,
      });
      const since = (instantMs: number, column: number) => instantMs - spans[column]!.startMs;
      if (due < columns.fromMs) ends.push(end(BEFORE, 1, 0, 0));
      else if (due < columns.toMs) ends.push(end(at(due), 1, 0, -since(due, at(due))));
      if (left <= columns.fromMs) ends.push(end(BEFORE, 0, 1, 0));
      else if (left <= columns.toMs) {
        const column = at(left - 1);
        ends.push(end(column, 0, 1, since(left, column)));
      }
    }
    // What is counted twice and taken out again, all in one list, changes nothing.
    const all = ends.flatMap((each) => each.columns);
    const lists = {
      dueCounts: ends.flatMap((e) => e.dueCounts),
      leftCounts: ends.flatMap((e) => e.leftCounts),
    };
    const together = { ...lists, columns: all, balances: ends.flatMap((e) => e.balances) };
    ends.push({ ...together, sign: 1 }, { ...together, sign: -1 });
    const expected = spans.map(({ startMs, endMs }) => {
      const met = drawn.filter(([due, ms]) => due < endMs && due + ms > startMs);
      const overdueMs = met.reduce(
        (sum, [due, ms]) => sum + Math.min(due + ms, endMs) - Math.max(due, startMs),
        0,
      );
      const open = met.filter(([due, ms]) => due + ms > endMs).length;
      return { visits: met.length, open, overdueMs: BigInt(overdueMs) };
    });
    expect(delayIn(columns, ends)).toEqual(expected);
  });
  fc.assert(property, { seed: SEED, numRuns: 300 });
});
