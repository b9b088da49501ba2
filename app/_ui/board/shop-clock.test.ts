import { expect, test } from "vitest";
import { reanchor, shopTimeAt } from "./shop-clock.ts";

const anchor = { shopAt: 1_000_000, heardAt: 0, speed: 60 };

test("runs at the shop's speed", () => {
  expect(shopTimeAt(anchor, 2_000)).toBe(1_120_000);
});

test("a message that was slow does not set the clock back", () => {
  const told = { shopAt: 1_100_000, heardAt: 2_000, speed: 60 };
  expect(shopTimeAt(reanchor(anchor, told), 2_000)).toBe(1_120_000);
});

test("a message ahead is believed", () => {
  const told = { shopAt: 1_200_000, heardAt: 2_000, speed: 60 };
  expect(reanchor(anchor, told)).toEqual(told);
});

test("a clock that was set back is followed", () => {
  const told = { shopAt: 0, heardAt: 2_000, speed: 60 };
  expect(reanchor(anchor, told)).toEqual(told);
});

test("a new speed holds from the message on", () => {
  const told = { shopAt: 1_119_000, heardAt: 2_000, speed: 1 };
  expect(shopTimeAt(reanchor(anchor, told), 3_000)).toBe(1_121_000);
});
