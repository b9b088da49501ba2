import { expect, test } from "vitest";
import {
  BETWEEN_MS,
  hearReds,
  LATER_AFTER_MS,
  NOTHING_TO_SAY,
  SAY_AGAIN_LATER_MS,
  SAY_AGAIN_MS,
  sayNow,
  stopSaying,
} from "./announce.ts";
import type { NewRed } from "./player.ts";

const red = (node: string, severity: NewRed["severity"] = 1): NewRed => ({
  node,
  lane: "logistics",
  severity,
});
const NOBODY: ReadonlySet<string> = new Set();
const NEVER = Number.NEGATIVE_INFINITY;

test("a red is said at once, again every minute, later more seldom, until it is taken", () => {
  let state = hearReds(NOTHING_TO_SAY, [red("dock")], NOBODY, 0);
  const saidAt: number[] = [];
  for (let now = 0; now <= LATER_AFTER_MS + 2 * SAY_AGAIN_LATER_MS; now += 1_000) {
    const said = sayNow(state, now, saidAt.at(-1) ?? NEVER);
    state = said.state;
    if (said.nodes.length > 0) saidAt.push(now);
  }
  const minutes = Array.from({ length: LATER_AFTER_MS / SAY_AGAIN_MS + 1 }, (_, i) => i * SAY_AGAIN_MS);
  expect(saidAt).toEqual([
    ...minutes,
    LATER_AFTER_MS + SAY_AGAIN_LATER_MS,
    LATER_AFTER_MS + 2 * SAY_AGAIN_LATER_MS,
  ]);
  expect(stopSaying(state, ["dock"])).toEqual([]);
});

test("what comes close together is said together", () => {
  let state = hearReds(NOTHING_TO_SAY, [red("a")], NOBODY, 0);
  const first = sayNow(state, 0, NEVER);
  expect(first.nodes).toEqual(["a"]);
  state = hearReds(hearReds(first.state, [red("b")], NOBODY, 1_000), [red("c", 2)], NOBODY, 2_000);
  expect(sayNow(state, 2_000, 0).nodes).toEqual([]);
  expect(sayNow(state, BETWEEN_MS, 0).nodes).toEqual(["b", "c"]);
});

test("what somebody has already is said once; what only lights up is not said", () => {
  const state = hearReds(NOTHING_TO_SAY, [red("a"), red("light", 3), red("none", null)], new Set(["a"]), 0);
  const said = sayNow(state, 0, NEVER);
  expect(said).toEqual({ nodes: ["a"], state: [] });
});

test("more reds at the same node are one thing to say", () => {
  const once = hearReds(NOTHING_TO_SAY, [red("a")], NOBODY, 0);
  expect(hearReds(once, [red("a")], NOBODY, 5_000)).toHaveLength(1);
});
