import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../chance/time.ts";
import { MEMORY_DAYS, Shop, type ShopOptions, type Telling } from "./shop.ts";

const OPENED = Date.parse("2026-11-22T10:00:00+08:00");
const small: ShopOptions = { seed: 42, peakPerDay: 1_200, openedAt: OPENED };

function tell(options: ShopOptions, fromMs: number, toMs: number, withPast = false): Telling[] {
  const shop = new Shop(options);
  return [...shop.open(fromMs, withPast), ...shop.until(toMs)];
}

test("a seed is a shop: the same events with the same ids, in the same order", () => {
  const once = tell(small, OPENED, OPENED + DAY_MS, true);
  expect(once.length).toBeGreaterThan(1_000);
  expect(tell(small, OPENED, OPENED + DAY_MS, true)).toEqual(once);
  expect(tell({ ...small, seed: 43 }, OPENED, OPENED + DAY_MS, true)).not.toEqual(once);
});

test("opened again later, it goes on as if it had never been closed", () => {
  const later = OPENED + 17 * DAY_MS;
  const through = tell(small, OPENED, later + 2 * DAY_MS).filter(({ at }) => at >= later);
  expect(tell(small, later, later + 2 * DAY_MS)).toEqual(through);
});

test("told in pieces or at once, it is the same", () => {
  const shop = new Shop(small);
  const pieces = shop.open(OPENED, false);
  for (let at = OPENED; at <= OPENED + DAY_MS; at += HOUR_MS / 4) pieces.push(...shop.until(at));
  pieces.push(...shop.until(OPENED + DAY_MS));
  expect(pieces).toEqual(tell(small, OPENED, OPENED + DAY_MS));
});

test("the past holds all of what is open, and nothing that was over", () => {
  const past = new Shop(small).open(OPENED, true);
  const live = tell(small, OPENED, OPENED + 20 * DAY_MS);
  const told = new Set([...past, ...live].map(({ event }) => event.id));
  const cutShort = live.filter(({ event }) => {
    const [orderNo, index] = event.id.split("#");
    return Number(index) > 0 && !told.has(`${orderNo}#0`);
  });
  expect(cutShort).toEqual([]);
  const goesOn = new Set(live.map(({ event }) => event.orderNo));
  const over = [...new Set(past.map(({ event }) => event.orderNo))].filter((no) => !goesOn.has(no));
  expect(over).toEqual([]);
});

test("no order lives longer than the shop's memory", () => {
  const lives = new Map<string, { first: number; last: number }>();
  for (const { at, event } of tell(small, OPENED, OPENED + 80 * DAY_MS)) {
    const life = lives.get(event.orderNo) ?? { first: at, last: at };
    life.last = at;
    lives.set(event.orderNo, life);
  }
  const longest = Math.max(...[...lives.values()].map(({ first, last }) => last - first));
  expect(lives.size).toBeGreaterThan(8_000);
  expect(longest / DAY_MS).toBeLessThan(MEMORY_DAYS - 7);
});

test("sources repeat themselves and are late by the shares asked for, and never ahead", () => {
  const shares = (told: Telling[]) => {
    const seen = new Map<string, number>();
    const newest = new Map<string, number>();
    let repeated = 0;
    let outOfOrder = 0;
    let last = 0;
    for (const { at, event } of told) {
      const occurredAt = Date.parse(event.occurredAt);
      expect(at).toBeGreaterThanOrEqual(occurredAt);
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
      if (seen.has(event.id)) repeated++;
      else if (occurredAt < (newest.get(event.orderNo) ?? 0)) outOfOrder++;
      seen.set(event.id, at);
      newest.set(event.orderNo, Math.max(newest.get(event.orderNo) ?? 0, occurredAt));
    }
    return { repeated: repeated / told.length, outOfOrder: outOfOrder / told.length };
  };
  const real = shares(tell(small, OPENED, OPENED + 5 * DAY_MS));
  expect(real.repeated).toBeGreaterThan(0.015);
  expect(real.repeated).toBeLessThan(0.025);
  expect(real.outOfOrder).toBeGreaterThan(0.001);
  const faultless = { ...small, faults: { duplicateShare: 0, lateShare: 0 } };
  expect(shares(tell(faultless, OPENED, OPENED + 2 * DAY_MS)).repeated).toBe(0);
  const hopeless = { ...small, faults: { duplicateShare: 0.3, lateShare: 0.3 } };
  const worst = shares(tell(hopeless, OPENED, OPENED + 2 * DAY_MS));
  expect(worst.repeated).toBeGreaterThan(0.2);
  expect(worst.outOfOrder).toBeGreaterThan(2 * real.outOfOrder);
});
