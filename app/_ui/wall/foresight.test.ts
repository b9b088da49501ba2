import { expect, test } from "vitest";
import type { Forecast } from "../../../domain/wire/forecast.ts";
import { cutOffsAhead, forecastOf, growthOf, isForecastOld, knowsNothing } from "./foresight.ts";

const NOW = Date.parse("2026-03-02T06:00:00.000Z");
const iso = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();
const range = (mid: number) => ({ low: mid - 1, mid, high: mid + 2 });
const hour = (hours: number, mid: number) => ({ hours, ...range(mid), newlyRed: range(3) });
const forecast: Forecast = {
  asOf: iso(0),
  nodes: [
    { key: "grows", red: 10, hours: [hour(1, 11), hour(2, 14), hour(4, 20)], pacePerHour: 3 },
    { key: "falls", red: 10, hours: [hour(1, 9), hour(2, 8), hour(4, 20)], pacePerHour: 3 },
  ],
  cutOffs: [
    { node: "bulky", carrier: "德邦", at: iso(3), waiting: 8, willMiss: { low: 1, mid: 2, high: 3 } },
    { node: "bulky", carrier: null, at: iso(3), waiting: 15, willMiss: { low: 2, mid: 3, high: 6 } },
    { node: "packed", carrier: "顺丰", at: iso(1), waiting: 4, willMiss: { low: 0, mid: 0, high: 0 } },
    { node: "packed", carrier: "passed", at: iso(-1), waiting: 4, willMiss: range(1) },
    { node: "packed", carrier: "tomorrow", at: iso(20), waiting: 4, willMiss: range(1) },
    { node: "packed", carrier: "nothing waits", at: iso(1), waiting: 0, willMiss: range(1) },
  ],
};

test("a tile is told what its reds grow to; what falls has a trend", () => {
  expect([...growthOf(forecast)]).toEqual([["grows", 14]]);
  expect(forecastOf(forecast, "grows", 4)?.mid).toBe(20);
  expect(forecastOf(forecast, "unknown")).toBeNull();
});

test("a forecast ages by the shop's clock", () => {
  expect(isForecastOld(forecast, NOW + 600_000, 1)).toBe(false);
  expect(isForecastOld(forecast, NOW + 600_001, 1)).toBe(true);
  expect(isForecastOld(forecast, NOW + 600_001, 60)).toBe(false);
});

test("cut-offs ahead come the soonest first, with their carriers; they add up", () => {
  const groups = cutOffsAhead(forecast, NOW);
  expect(groups.map(({ node, waiting, willMiss }) => [node, waiting, willMiss])).toEqual([
    ["packed", 4, { low: 0, high: 0 }],
    ["bulky", 23, { low: 3, high: 9 }],
  ]);
  expect(groups[1]!.carriers.map(({ carrier }) => carrier)).toEqual([null, "德邦"]);
});

test("a forecast that knows none of the pressing nodes is no good news", () => {
  const node = (key: string, red: number) => ({ key, red, yellow: 0 });
  expect(knowsNothing({ ...forecast, nodes: [] }, [node("grows", 2)])).toBe(true);
  expect(knowsNothing({ ...forecast, nodes: [] }, [node("grows", 0)])).toBe(false);
  expect(knowsNothing(forecast, [node("grows", 2), node("unknown", 1)])).toBe(false);
});
