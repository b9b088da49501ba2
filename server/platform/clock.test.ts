import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anchorClock, keepAlive } from "../../db/stores/clock-anchor.ts";
import { recordEvents } from "../commands/record-events.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { MAX_SPEED, openClock, parseClock } from "./clock.ts";
import { EnvError } from "./env.ts";

const START = Date.parse("2018-03-01T12:00:00Z");

describe("ANDON_CLOCK", () => {
  it.each([
    ["2018-03-01T12:00:00Z", 1],
    ["2018-03-01T20:00:00+08:00@600", 600],
    ["2018-03-01T12:00:00Z@0.001", 0.001],
    [`2018-03-01T12:00:00Z@${MAX_SPEED}`, MAX_SPEED],
  ])("reads %s", (text, speed) => {
    expect(parseClock(text)).toEqual({ startAt: START, speed });
  });

  it.each([
    "2018-03-01",
    "2018-03-01T12:00:00",
    "2018-03-01T12:00:00Z@",
    "2018-03-01T12:00:00Z@0",
    "2018-03-01T12:00:00Z@-1",
    "2018-03-01T12:00:00Z@fast",
    `2018-03-01T12:00:00Z@${MAX_SPEED + 1}`,
    "2018-03-01T12:00:00Z@1@2",
    "",
  ])("refuses %j", (text) => {
    expect(() => parseClock(text)).toThrow(EnvError);
  });
});

describe("the anchor of shop time", () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await testContext();
  });
  afterAll(() => context.close());

  const SECOND_MS = 1_000;
  const machine = Date.parse("2026-11-01T00:00:00Z");
  const wanted = (text: string, machineNow: number, more = {}) => ({
    text,
    startAt: START,
    speed: 60,
    machineNow,
    ...more,
  });

  const sign = (text: string, machineNow: number, machineAt: number) => ({ text, machineNow, machineAt });

  it("is shared: the same text continues it", async () => {
    const first = await anchorClock(context.sql, wanted("a@60", machine));
    await keepAlive(context.sql, sign("a@60", machine + 9 * SECOND_MS, machine));
    const second = await anchorClock(context.sql, wanted("a@60", machine + 10 * SECOND_MS));
    expect(first).toEqual({ shopAt: START, machineAt: machine });
    expect(second).toEqual(first);
  });

  it("stands still while nothing runs, when it is faster than real", async () => {
    const back = machine + 10 * SECOND_MS + 3_600 * SECOND_MS;
    const anchor = await anchorClock(context.sql, wanted("a@60", back));
    // The last sign of life was at +10 s: ten seconds of machine time have passed under it, not an hour.
    expect(anchor).toEqual({ shopAt: START, machineAt: back - 10 * SECOND_MS });
  });

  it("does not stand still for one that starts while others run and cannot give a sign of it", async () => {
    await anchorClock(context.sql, wanted("c@60", machine));
    const late = machine + 8 * SECOND_MS;
    const moved = await anchorClock(context.sql, wanted("c@60", late));
    expect(moved).toEqual({ shopAt: START, machineAt: late });
    // The one that ran through gives its sign, and the other follows it with its next.
    expect(await keepAlive(context.sql, sign("c@60", late + SECOND_MS, machine))).toBe(machine);
    expect(await keepAlive(context.sql, sign("c@60", late + SECOND_MS, late))).toBe(machine);
    expect(await anchorClock(context.sql, wanted("c@60", late + 2 * SECOND_MS))).toEqual({
      shopAt: START,
      machineAt: machine,
    });
    expect(await keepAlive(context.sql, sign("another", late, late))).toBeNull();
  });

  it("runs on while nothing runs, at real speed", async () => {
    await anchorClock(context.sql, wanted("b", machine, { speed: 1 }));
    const anchor = await anchorClock(context.sql, wanted("b", machine + 3_600 * SECOND_MS, { speed: 1 }));
    expect(anchor).toEqual({ shopAt: START, machineAt: machine });
  });

  it("is set anew by another text, but never back behind stored data", async () => {
    const event = {
      source: "s",
      id: "1",
      orderNo: "A",
      token: "main",
      node: "picking",
      occurredAt: TEST_NOW,
    };
    await recordEvents(context, [event]);
    await expect(openClock(context.sql, new Date(TEST_NOW - 1).toISOString())).rejects.toThrow(
      /before stored data/,
    );
    const clock = await openClock(context.sql, new Date(TEST_NOW).toISOString());
    expect(clock.shopNow()).toBeGreaterThanOrEqual(TEST_NOW);
    expect(clock).toMatchObject({ speed: 1, simulated: true });
    clock.stop();
  });
});
