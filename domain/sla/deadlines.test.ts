import { describe, expect, it } from "vitest";
import type { Promises } from "../order/types.ts";
import { defaultClocks, defaultNodes } from "../settings/defaults.ts";
import type { Calendar, ClockVersion, NodeVersion } from "../settings/types.ts";
import { deadlinesOf, type Terms } from "./deadlines.ts";
import { addAllowance, type Hold } from "./working-time.ts";

const at = (text: string) => Date.parse(`${text}+08:00`);
const shown = (ms: number | null) =>
  ms === null ? null : new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);
const HOUR_MS = 3_600_000;

/** National Day 2026: closed 1 to 7 October, Saturday the 10th made up. */
const calendar: Calendar = {
  holidays: new Set([
    "2026-10-01",
    "2026-10-02",
    "2026-10-03",
    "2026-10-04",
    "2026-10-05",
    "2026-10-06",
    "2026-10-07",
  ]),
  makeUpDays: new Set(["2026-10-10"]),
};
const clocks = new Map(defaultClocks("Asia/Shanghai").map((clock) => [clock.key, clock]));
const nodes = new Map(defaultNodes("Asia/Shanghai").map((node) => [node.key, node]));

function terms(key: string, more: Partial<NodeVersion> = {}): Terms {
  const node = { ...nodes.get(key)!, ...more };
  return { node, clock: clocks.get(node.clock)!, calendar };
}

function deadlines(key: string, entered: string, promises: Promises = {}, holds: Hold[] = [], more = {}) {
  const { warnAt, dueAt, promiseAt } = deadlinesOf(terms(key, more), at(entered), promises, holds);
  return { warn: shown(warnAt), due: shown(dueAt), promise: shown(promiseAt) };
}

describe("an allowance", () => {
  it.each([
    ["runs always", "allocating", "2026-11-11T23:30", "2026-11-12T00:30", "2026-11-12T01:30"],
    ["runs within a shift", "picking", "2026-11-11T10:00", "2026-11-11T12:00", "2026-11-11T14:00"],
    [
      "ends with the shift, not at the next one's start",
      "picking",
      "2026-11-11T16:00",
      "2026-11-11T18:00",
      "2026-11-11T20:00",
    ],
    ["goes on the next morning", "picking", "2026-11-11T19:00", "2026-11-12T09:00", "2026-11-12T11:00"],
    [
      "begins with the shift when entered at night",
      "picking",
      "2026-11-11T22:00",
      "2026-11-12T10:00",
      "2026-11-12T12:00",
    ],
    [
      "counts office hours over a weekend",
      "refund_payout",
      "2026-11-13T17:30",
      "2026-11-16T09:30",
      "2026-11-16T10:30",
    ],
    [
      "counts office hours over National Day",
      "refund_payout",
      "2026-09-30T17:30",
      "2026-10-08T09:30",
      "2026-10-08T10:30",
    ],
    [
      "counts a made-up Saturday",
      "refund_payout",
      "2026-10-09T17:30",
      "2026-10-10T09:30",
      "2026-10-10T10:30",
    ],
  ])("%s", (_, node, entered, warn, due) => {
    expect(deadlines(node, entered)).toEqual({ warn, due, promise: null });
  });

  it("is none at a node without one", () => {
    expect(deadlines("delivered", "2026-11-11T10:00")).toEqual({ warn: null, due: null, promise: null });
  });

  it.each<[string, Hold[], string | null]>([
    ["stands still during a hold", [[at("2026-11-11T11:00"), at("2026-11-11T15:00")]], "2026-11-11T16:00"],
    ["began on hold", [[at("2026-11-11T09:00"), at("2026-11-11T11:00")]], "2026-11-11T13:00"],
    ["does not know its end while a hold is open", [[at("2026-11-11T11:00"), null]], null],
    ["keeps the end it had reached before a hold", [[at("2026-11-11T12:30"), null]], "2026-11-11T12:00"],
    ["ends where the hold begins", [[at("2026-11-11T12:00"), null]], "2026-11-11T12:00"],
    [
      "adds up several holds",
      [
        [at("2026-11-11T10:30"), at("2026-11-11T11:00")],
        [at("2026-11-11T12:00"), at("2026-11-11T14:00")],
      ],
      "2026-11-11T14:30",
    ],
  ])("%s", (_, holds, due) => {
    expect(deadlines("allocating", "2026-11-11T10:00", {}, holds).due).toBe(due);
  });

  it("stands still during a hold that spans a closed night", () => {
    const holds: Hold[] = [[at("2026-11-11T18:00"), at("2026-11-12T10:00")]];
    expect(deadlines("picking", "2026-11-11T16:00", {}, holds).due).toBe("2026-11-12T12:00");
  });

  it("follows a zone that changes its clocks: 08:00 to 12:00 of a day that lost an hour at night", () => {
    const berlin: ClockVersion = {
      key: "b",
      timezone: "Europe/Berlin",
      windows: [{ from: "00:00", to: "12:00" }],
      days: "every_day",
      validFrom: 0,
    };
    const midnight = Date.parse("2026-03-29T00:00:00+01:00");
    const end = addAllowance(berlin, calendar, midnight, 5 * HOUR_MS, []);
    expect(new Date(end!).toISOString()).toBe("2026-03-29T04:00:00.000Z");
  });

  it("runs through a window that crosses midnight", () => {
    const night: ClockVersion = { ...clocks.get("warehouse")!, windows: [{ from: "22:00", to: "06:00" }] };
    const end = addAllowance(night, calendar, at("2026-11-11T05:00"), 2 * HOUR_MS, []);
    expect(shown(end)).toBe("2026-11-11T23:00");
  });
});

describe("a promise", () => {
  const ship = (time: string, binds?: "only"): Promises => ({ shipBy: at(time), binds });

  it.each([
    [
      "later than the allowance only marks the breach",
      ship("2026-11-13T10:00"),
      "2026-11-11T11:00",
      "2026-11-11T12:00",
    ],
    [
      "earlier than the allowance decides, yellow as the allowance says",
      ship("2026-11-11T11:30"),
      "2026-11-11T11:00",
      "2026-11-11T11:30",
    ],
    [
      "earlier than the allowance's warning is warned of by a lead",
      ship("2026-11-11T11:00"),
      "2026-11-11T10:00",
      "2026-11-11T11:00",
    ],
    ["soon after entry is yellow at once", ship("2026-11-11T10:20"), "2026-11-11T10:00", "2026-11-11T10:20"],
    [
      "passed before entry is red from the start",
      ship("2026-11-11T09:00"),
      "2026-11-11T10:00",
      "2026-11-11T10:00",
    ],
    [
      "that binds alone takes the allowance away",
      ship("2026-11-13T10:00", "only"),
      "2026-11-13T09:00",
      "2026-11-13T10:00",
    ],
  ])("%s", (_, promises, warn, due) => {
    const promise = shown(promises.shipBy!);
    expect(deadlines("allocating", "2026-11-11T10:00", promises)).toEqual({ warn, due, promise });
  });

  it("of another kind than the node's does not count", () => {
    const deliver = { deliverBy: at("2026-11-11T10:10"), binds: "only" } as const;
    expect(deadlines("allocating", "2026-11-11T10:00", deliver).due).toBe("2026-11-11T12:00");
  });

  it("runs on during a hold", () => {
    const holds: Hold[] = [[at("2026-11-11T10:00"), null]];
    expect(deadlines("allocating", "2026-11-11T10:00", ship("2026-11-12T10:00"), holds)).toMatchObject({
      warn: "2026-11-12T09:00",
      due: "2026-11-12T10:00",
    });
  });

  it("is warned of by the node's own lead", () => {
    const promises = ship("2026-11-20T10:00", "only");
    expect(deadlines("awaiting_stock", "2026-11-11T10:00", promises).warn).toBe("2026-11-17T10:00");
  });
});

describe("cut-offs", () => {
  const cutoffs = { cutoffs: ["11:00", "17:00"] };
  it.each([
    ["an hour before", "2026-11-11T10:00", "2026-11-11T10:00", "2026-11-11T11:00"],
    ["less than an hour before: the next one", "2026-11-11T10:01", "2026-11-11T15:00", "2026-11-11T17:00"],
    ["after the last one: tomorrow's first", "2026-11-11T16:30", "2026-11-12T09:00", "2026-11-12T11:00"],
  ])("%s", (_, entered, warn, due) => {
    expect(deadlines("bulky_dispatch", entered, {}, [], cutoffs)).toMatchObject({ warn, due });
  });

  it("yield to an earlier promise", () => {
    const promises = { shipBy: at("2026-11-11T13:00") };
    expect(deadlines("bulky_dispatch", "2026-11-11T12:00", promises, [], cutoffs).due).toBe(
      "2026-11-11T13:00",
    );
  });
});
