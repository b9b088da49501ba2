import { expect, test } from "vitest";
import type { Delta, NodeRow, Snapshot } from "../wire/board.ts";
import { applyDelta } from "./apply.ts";

const row = (key: string, red: number, kind: NodeRow["kind"] = "key"): NodeRow => ({
  key,
  name: key,
  nameEn: key,
  rank: 1,
  lane: "warehouse",
  phase: "pre_ship",
  kind,
  severity: 2,
  owner: "warehouse_lead",
  green: 0,
  yellow: 0,
  red,
  breached: 0,
  oldestEnteredAt: null,
});
const at = "2026-11-11T02:00:00.000Z";
const shared = {
  asOf: at,
  watermark: { pipeline: at, sources: {} },
  totals: { orders: 0, open: 0, green: 0, yellow: 0, red: 0, breached: 0 },
  pulse: { sentAt: at, eventsPerMinute: 0, speed: 1, state: "live" as const, lagMs: 0 },
};
const board: Snapshot = {
  ...shared,
  epoch: 3,
  seq: 10,
  nodes: [row("picking", 1), row("packed", 2)],
  watches: [row("watch:x", 0, "watch")],
};
const frame = (change: Partial<Delta>): Delta => ({ ...shared, epoch: 3, seq: 11, nodes: [], ...change });

test("the next frame replaces the rows it names, of nodes and of watches, and all that stands beside them", () => {
  const totals = { orders: 9, open: 9, green: 0, yellow: 0, red: 9, breached: 0 };
  const after = applyDelta(board, frame({ nodes: [row("packed", 7), row("watch:x", 4, "watch")], totals }));
  expect(after).toEqual({
    ...board,
    seq: 11,
    totals,
    nodes: [row("picking", 1), row("packed", 7)],
    watches: [row("watch:x", 4, "watch")],
  });
  expect(board.nodes[1]!.red).toBe(2);
});

test("a frame that the board already has changes nothing", () => {
  expect(applyDelta(board, frame({ seq: 10, nodes: [row("packed", 9)] }))).toBe(board);
});

test.each([
  ["a frame is missing", frame({ seq: 12 })],
  ["the epoch is another", frame({ epoch: 4, seq: 1 })],
  ["the node is unknown", frame({ nodes: [row("new", 1)] })],
])("a new snapshot is needed when %s", (_why, delta) => {
  expect(applyDelta(board, delta)).toBe("gap");
});

test("a board that was counted in Postgres has no number to go on from", () => {
  expect(applyDelta({ ...board, epoch: null, seq: null }, frame({}))).toBe("gap");
});
