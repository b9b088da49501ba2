import { expect, test } from "vitest";
import { createScreenClock } from "./screen-clock.ts";

/** Server time when the stopwatch stands at 0. */
const SERVER = 1_000_000;

test("the screen's own clock is compared with the server's, less what a message takes on its way", () => {
  const clock = createScreenClock(0, SERVER + 60_000);
  expect(clock.skewMs(0, SERVER + 60_000)).toBeNull();
  clock.heard(SERVER - 900, 0);
  clock.heard(SERVER + 1_950, 2_000);
  expect(clock.skewMs(2_000, SERVER + 62_000)).toBe(60_050);
});

test("a message that lay somewhere says how old it is, and does not move the server's clock", () => {
  const clock = createScreenClock(0, SERVER);
  expect(clock.heard(SERVER, 0)).toBe(0);
  expect(clock.heard(SERVER + 2_000, 42_000)).toBe(40_000);
  expect(clock.skewMs(42_000, SERVER + 42_000)).toBe(0);
});

test("a server whose clock was set back is believed after a few messages", () => {
  const clock = createScreenClock(0, SERVER);
  clock.heard(SERVER, 0);
  const late = [1, 2, 3, 4, 5].map((i) => clock.heard(SERVER - 600_000 + i * 2_000, i * 2_000));
  expect(late.map((ms) => ms > 5_000)).toEqual([true, true, true, true, false]);
});

test("a sleep is seen by the wall clock, which goes on while the stopwatch stands still", () => {
  const clock = createScreenClock(0, SERVER);
  expect(clock.look(500, SERVER + 500)).toBe(0);
  expect(clock.look(1_000, SERVER + 3_601_000)).toBe(3_600_000);
  expect(clock.look(1_500, SERVER + 3_601_500)).toBe(0);
});
