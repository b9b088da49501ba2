import { expect, test } from "vitest";
import type { AlertSummary } from "../wire/alerts.ts";
import type { NodeRow } from "../wire/board.ts";
import { isWithin } from "./hours.ts";
import { newlyTaken, newReds, nodesCleared, nodesTaken } from "./news.ts";

const row = (key: string, red: number): NodeRow => ({
  key,
  name: key,
  nameEn: key,
  rank: 1,
  lane: "logistics",
  phase: "carrier",
  kind: "key",
  severity: 1,
  owner: "dispatch_lead",
  green: 0,
  yellow: 0,
  red,
  breached: 0,
  oldestEnteredAt: null,
});

const summary = (
  ...nodes: [key: string, takenName: string | null, pledgeUntil: string | null][]
): AlertSummary => ({
  asOf: "2026-03-02T06:00:00.000Z",
  overdueSteps: null,
  nodes: nodes.map(([key, takenName, pledgeUntil]) => {
    return { key, open: 1, stage: "flag", takenName, pledgeUntil, alertId: key };
  }),
  newest: [],
  held: [],
});

test("a new red is one more than before; a node that is new with reds counts too", () => {
  const reds = newReds(
    [row("a", 1), row("b", 2), row("c", 3)],
    [row("a", 2), row("b", 1), row("c", 3), row("d", 1)],
  );
  expect(reds.map(({ node }) => node)).toEqual(["a", "d"]);
});

test("a node is cleared when its last red goes, or the node itself", () => {
  expect(nodesCleared([row("a", 1), row("b", 2), row("c", 1)], [row("a", 0), row("b", 1)])).toEqual([
    "a",
    "c",
  ]);
});

test("who has it is told while the pledge holds", () => {
  const until = "2026-03-02T06:30:00.000Z";
  const alerts = summary(["a", "王磊", until], ["b", null, null]);
  expect([...nodesTaken(alerts, Date.parse(until) - 1)]).toEqual(["a"]);
  expect([...nodesTaken(alerts, Date.parse(until))]).toEqual([]);
  expect([...nodesTaken(null, 0)]).toEqual([]);
});

test("newly taken: by somebody, by somebody else, or for longer", () => {
  const before = summary(["a", null, null], ["b", "王磊", "t1"], ["c", "王磊", "t1"], ["d", "王磊", "t1"]);
  const after = summary(["a", "王磊", "t1"], ["b", "李敏", "t1"], ["c", "王磊", "t2"], ["d", "王磊", "t1"]);
  expect(newlyTaken(before, after)).toEqual(["a", "b", "c"]);
});

test.each([
  [{ fromMinute: 60, toMinute: 120 }, [59, 60, 119, 120], [false, true, true, false]],
  [{ fromMinute: 1_320, toMinute: 480 }, [1_319, 1_320, 0, 479, 480], [false, true, true, true, false]],
  [{ fromMinute: 0, toMinute: 1_440 }, [0, 1_439], [true, true]],
  [{ fromMinute: 300, toMinute: 300 }, [299, 300, 301], [false, false, false]],
])("hours %o", (hours, minutes, expected) => {
  expect(minutes.map((minute) => isWithin(hours, minute))).toEqual(expected);
});
