import { expect, test, vi } from "vitest";
import { Upgrade } from "./upgrade.ts";

const SECOND = 1_000;
const settled = () => new Promise((resolve) => setImmediate(resolve));

function notes() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test("the page is loaded anew once the server has others, and not before", async () => {
  const swap = vi.fn(async () => {});
  const upgrade = new Upgrade("1+a", notes(), swap);
  upgrade.look(0);
  upgrade.heard("1+a");
  upgrade.look(SECOND);
  expect(swap).not.toHaveBeenCalled();
  upgrade.heard("1+b");
  upgrade.look(2 * SECOND);
  expect(swap).toHaveBeenCalledOnce();
});

test("a server that does not have the page yet is asked until it has", async () => {
  const swap = vi.fn().mockRejectedValueOnce(new Error("503")).mockRejectedValueOnce(new Error("503"));
  const upgrade = new Upgrade("1+a", notes(), swap.mockResolvedValue(undefined));
  upgrade.heard("1+b");
  for (let now = 0; now <= 60 * SECOND; now += SECOND) {
    upgrade.look(now);
    await settled();
  }
  expect(swap).toHaveBeenCalledTimes(3);
});

test("two servers of different pages hand a screen to each other no more than once in a while", async () => {
  const swap = vi.fn(async () => {});
  const tab = notes();
  for (let now = 0; now < 20 * 60 * SECOND; now += 10 * SECOND) {
    // The page comes from the one and its socket goes to the other.
    const upgrade = new Upgrade("1+a", tab, swap);
    upgrade.heard("1+b");
    upgrade.look(now);
    await settled();
  }
  expect(swap).toHaveBeenCalledTimes(2);
});

test("a browser that keeps nothing is loaded anew all the same", async () => {
  const swap = vi.fn(async () => {});
  const upgrade = new Upgrade("1+a", null, swap);
  upgrade.heard("1+b");
  upgrade.look(0);
  expect(swap).toHaveBeenCalledOnce();
});
