import { expect, test } from "vitest";
import { dayOf } from "../chance/time.ts";
import { Demand, PEAK_FACTOR } from "./volume.ts";

const day = (text: string) => dayOf(Date.parse(`${text}T12:00:00+08:00`));
const calendarOnly = new Demand(null);

test("the greatest festival is the peak; before it people wait, after it orders ebb away", () => {
  const around = [-3, -1, 0, 1, 2, 6].map((offset) => calendarOnly.on(day("2026-11-11") + offset));
  expect(around[2]).toBe(PEAK_FACTOR);
  expect(around[0]).toBeLessThan(1);
  expect(around[1]).toBeLessThan(1);
  expect(around[3]).toBeGreaterThan(4);
  expect(around[4]).toBeGreaterThan(2.5);
  expect(around[5]).toBeLessThan(1.3);
});

test("the peak day has the orders that were asked for, most of them in the evening", () => {
  const placed = calendarOnly.placementsOn(day("2026-11-11"), 1, 12_000);
  expect(Math.abs(placed.length - 12_000)).toBeLessThan(400);
  const hours = new Array<number>(24).fill(0);
  for (const at of placed) hours[Math.floor((at / 3_600_000 + 8) % 24)]!++;
  expect(hours.indexOf(Math.max(...hours))).toBe(21);
  expect(hours[3]).toBeLessThan(hours[21]! / 8);
});

test("a shop opens three days after a member day and soon has its anniversary", () => {
  const opening = day("2026-08-30");
  const demand = new Demand(opening);
  expect(demand.on(opening - 3)).toBeGreaterThan(2);
  expect(demand.on(opening + 4)).toBe(PEAK_FACTOR);
  expect(demand.on(opening + 17)).toBeGreaterThan(2);
});
