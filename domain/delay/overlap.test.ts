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
      const end = { column: BEFORE, dueCount: 0, dueSum: 0n, leftCount: 0, leftSum: 0n };
      const since = (instantMs: number, column: number) => BigInt(instantMs - spans[column]!.startMs);
      if (due < columns.fromMs) ends.push({ ...end, dueCount: 1 });
      else if (due < columns.toMs)
        ends.push({ ...end, column: at(due), dueCount: 1, dueSum: since(due, at(due)) });
      if (left <= columns.fromMs) ends.push({ ...end, leftCount: 1 });
      else if (left <= columns.toMs) {
        const column = at(left - 1);
        ends.push({ ...end, column, leftCount: 1, leftSum: since(left, column) });
      }
    }
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
