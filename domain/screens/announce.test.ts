import { expect, test } from "vitest";
import type { AlertSummary } from "../wire/alerts.ts";
import type { NodeRow } from "../wire/board.ts";
import {
  BETWEEN_MS,
  goOnSaying,
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

const SHOP_NOW = Date.parse("2026-03-02T06:00:00Z");
const row = (key: string, reds: number, severity: NodeRow["severity"] = 1) =>
  ({ key, red: reds, severity }) as NodeRow;
const alertAt = (key: string, stage: "chat" | "flag" | "voice", takenUntilMs: number | null = null) => ({
  ...{ key, stage, open: 1, alertId: key, takenName: takenUntilMs === null ? null : "王磊" },
  pledgeUntil: takenUntilMs === null ? null : new Date(SHOP_NOW + takenUntilMs).toISOString(),
});
const standing = (rows: NodeRow[], nodes: AlertSummary["nodes"]) =>
  goOnSaying(rows, { nodes } as AlertSummary, SHOP_NOW, 0);

test("a page loaded anew goes on with what was raised and is nobody's, and begins nothing", () => {
  const rows = ["flag", "voice", "chat", "taken", "passed", "untold"].map((key) => row(key, 1));
  const state = standing(
    [...rows, row("over", 0), row("light", 1, 3)],
    [
      ...[alertAt("flag", "flag"), alertAt("voice", "voice"), alertAt("chat", "chat")],
      ...[alertAt("taken", "flag", 1), alertAt("passed", "flag", -1)],
      ...[alertAt("over", "flag"), alertAt("light", "flag")],
    ],
  );
  expect(state.map(({ node }) => node)).toEqual(["flag", "voice", "passed"]);
  expect(goOnSaying(rows, null, SHOP_NOW, 0)).toEqual([]);
});

test("what stands is not said at once, but within a minute, then as seldom as what has long been said", () => {
  const state = standing([row("dock", 1)], [alertAt("dock", "flag")]);
  expect(sayNow(state, SAY_AGAIN_MS - 1, NEVER).nodes).toEqual([]);
  const once = sayNow(state, SAY_AGAIN_MS, NEVER);
  expect(once.nodes).toEqual(["dock"]);
  const next = SAY_AGAIN_MS + SAY_AGAIN_LATER_MS;
  expect(sayNow(once.state, next - 1, SAY_AGAIN_MS).nodes).toEqual([]);
  expect(sayNow(once.state, next, SAY_AGAIN_MS).nodes).toEqual(["dock"]);
});
