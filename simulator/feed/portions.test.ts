import { expect, test } from "vitest";
import { HOUR_MS } from "../chance/time.ts";
import type { Telling } from "../shop/shop.ts";
import { inPortions } from "./portions.ts";
import { PORTION_MS } from "./resume.ts";

const telling = (at: number, orderNo: string): Telling => ({
  at,
  event: { id: `${orderNo}#${at}`, source: "erp", orderNo, token: "main", occurredAt: "" },
});

test("portions follow each other in time; within one, orders stand together in their order", () => {
  const all = Array.from({ length: 200 }, (_, i) => telling((i * HOUR_MS) / 4, `order ${i % 7}`));
  const portions = [...inPortions(all)];
  expect(portions.flat()).toHaveLength(200);
  let last = 0;
  for (const portion of portions) {
    const times = portion.map(({ at }) => at);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(last);
    last = Math.max(...times);
    expect(last - Math.min(...times)).toBeLessThan(PORTION_MS);
    const runs = portion.filter(({ event }, i) => event.orderNo !== portion[i - 1]?.event.orderNo);
    expect(runs).toHaveLength(7);
  }
  expect(portions[0]!.slice(0, 3).map(({ at }) => at / HOUR_MS)).toEqual([0, 1.75, 3.5]);
});

test("a portion has at most 10,000 events, and nothing is no portion", () => {
  const sizes = [...inPortions(Array.from({ length: 25_000 }, () => telling(0, "A")))].map((p) => p.length);
  expect(sizes).toEqual([10_000, 10_000, 5_000]);
  expect([...inPortions([])]).toEqual([]);
});
