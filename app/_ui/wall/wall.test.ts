import { describe, expect, test } from "vitest";
import type { Board, NodeRow } from "../../../domain/wire/board.ts";
import { loudnessOf } from "./loudness.ts";
import { headlineOf, lanesOf, redsOf } from "./summary.ts";

let rank = 0;
const row = (key: string, more: Partial<NodeRow> = {}): NodeRow => ({
  key,
  name: key,
  nameEn: key,
  rank: ++rank,
  lane: "logistics",
  phase: "carrier",
  kind: "key",
  severity: 1,
  owner: "dispatch_lead",
  green: 0,
  yellow: 0,
  red: 0,
  breached: 0,
  oldestEnteredAt: null,
  ...more,
});

const board = (nodes: NodeRow[], sources = 1): Board => {
  const sum = (field: "green" | "yellow" | "red" | "breached") =>
    nodes.reduce((n, node) => n + node[field], 0);
  const open = sum("green") + sum("yellow") + sum("red");
  return {
    epoch: 1,
    seq: 1,
    asOf: "2026-03-01T06:02:00.000Z",
    watermark: {
      pipeline: null,
      sources: Object.fromEntries(
        Array.from({ length: sources }, (_, i) => [
          `s${i}`,
          { lastEventAt: null, lastReceivedAt: null, silence: null },
        ]),
      ),
    },
    totals: {
      orders: open,
      open,
      green: sum("green"),
      yellow: sum("yellow"),
      red: sum("red"),
      breached: sum("breached"),
    },
    nodes,
    watches: [],
  };
};

describe("loudness", () => {
  test("calm recedes, reds tint, the worst few fill", () => {
    const rows = [
      row("none"),
      row("calm", { green: 9, yellow: 4 }),
      row("some", { red: 9 }),
      row("worst", { red: 37, breached: 9 }),
      row("broken", { red: 6, breached: 5 }),
      row("mild", { red: 10 }),
    ];
    expect(Object.fromEntries(loudnessOf(rows))).toEqual({
      none: "empty",
      calm: "calm",
      some: "tinted",
      worst: "filled",
      broken: "filled",
      mild: "tinted",
    });
  });

  test("at most three tiles are filled, however bad it is", () => {
    const rows = Array.from({ length: 21 }, (_, i) => row(`n${i}`, { red: 100 + i, green: 5 }));
    const filled = [...loudnessOf(rows)].filter(([, loudness]) => loudness === "filled").map(([key]) => key);
    expect(filled).toEqual(["n18", "n19", "n20"]);
  });

  test("a node that only lights up never shouts", () => {
    expect(loudnessOf([row("unpaid", { red: 500, severity: 3 })]).get("unpaid")).toBe("tinted");
  });
});

describe("summary", () => {
  test("the big red number leaves out severity 3, and both parts add up", () => {
    const reds = redsOf(
      board([row("a", { red: 7 }), row("b", { red: 5, severity: 3 }), row("c", { red: 1, severity: null })]),
    );
    expect(reds).toEqual({ calling: 8, lightOnly: 5 });
  });

  test("lanes come in the shop's order, nodes by rank", () => {
    const first = row("x", { lane: "aftersale" });
    const second = row("y", { lane: "procurement" });
    const third = row("z", { lane: "aftersale", rank: 0 });
    const lanes = lanesOf(board([first, second, third]));
    expect(lanes.map((l) => [l.lane, l.nodes.map((n) => n.key)])).toEqual([
      ["procurement", ["y"]],
      ["aftersale", ["z", "x"]],
    ]);
  });

  test.each<[string, Board]>([
    ["red", board([row("a", { red: 2 }), row("b", { red: 3, severity: 3 })])],
    ["lightOnly", board([row("b", { red: 3, severity: 3, yellow: 1 })])],
    ["yellow", board([row("a", { yellow: 3 })])],
    ["calm", board([row("a", { green: 3 })])],
    ["idle", board([row("a")])],
    ["empty", board([row("a")], 0)],
  ])("says the worst that is true: %s", (kind, given) => {
    expect(headlineOf(given).kind).toBe(kind);
  });

  test("names the node with the most reds that call somebody", () => {
    const headline = headlineOf(
      board([row("unpaid", { red: 90, severity: 3 }), row("dock", { red: 4 }), row("b", { red: 2 })]),
    );
    expect(headline).toMatchObject({ kind: "red", count: 6, worst: { key: "dock" } });
  });
});
