import { expect, test } from "vitest";
import { SideWork } from "./side-work.ts";

function pending() {
  let finish = () => {};
  const work = new Promise<"done">((resolve) => {
    finish = () => resolve("done");
  });
  return { work, finish: () => finish() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const done = async () => "done" as const;
const quiet = { failed: () => {}, again: () => {} };

test("one at a time: a beat while it is under way starts nothing, and the next after it does", async () => {
  const side = new SideWork(quiet);
  const { work, finish } = pending();
  expect(side.beat(0, () => work)).toBe(true);
  expect(side.beat(0, done)).toBe(false);
  finish();
  await settled();
  expect(side.beat(0, done)).toBe(true);
});

test("it keeps its interval, but for what had nothing to do yet", async () => {
  const side = new SideWork(quiet);
  expect(side.beat(60_000, async () => "soon")).toBe(true);
  await settled();
  expect(side.beat(60_000, done)).toBe(true);
  await settled();
  expect(side.beat(60_000, done)).toBe(false);
});

test("a failure is told once, and once that it goes again", async () => {
  const told: string[] = [];
  const side = new SideWork({ failed: (err) => told.push(err), again: () => told.push("again") });
  const fail = async () => {
    throw new Error("away");
  };
  for (const work of [fail, fail, done, done]) {
    expect(side.beat(0, work)).toBe(true);
    await settled();
  }
  expect(told).toEqual(["Error: away", "again"]);
});
