import { expect, test } from "vitest";
import type { Board, NodeRow } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import { ALL_LANES } from "./lane-view.ts";
import { Strip } from "./strip.tsx";
import { wordsOf } from "./words-of.testing.tsx";

const NOW = Date.parse("2026-03-02T06:30:00Z");
const iso = (ms: number) => new Date(ms).toISOString();
const row = { key: "packed", lane: "warehouse", severity: 1, red: 0 } as NodeRow;
const board = {
  asOf: iso(NOW),
  watermark: { pipeline: null, sources: {} },
  totals: { orders: 3, open: 3, green: 3, yellow: 0, red: 0, breached: 0 },
  nodes: [row],
} as unknown as Board;

/** Something was overdue until three hours before it was counted. */
const countedAt = (ms: number): DelaySummary => {
  const hours = Array.from({ length: 24 }, (_, i) => iso(ms - (24 - i) * 3_600_000));
  return {
    asOf: iso(ms),
    from: iso(ms - 86_400_000),
    totalOverdueSeconds: 30,
    nodes: [],
    hours,
    cells: [{ node: "packed", hour: 20, visits: 1, overdueSeconds: 30 }],
  };
};

const said = (delay: DelaySummary | null, speed = 1) =>
  wordsOf(
    <Strip
      board={board}
      delay={delay}
      shopNow={NOW}
      speed={speed}
      place={{ timezone: "Asia/Shanghai", timezoneName: "", simulated: false, speed }}
      lanes={ALL_LANES}
      believed
      asOf={null}
    >
      {null}
    </Strip>,
  );

test("all is well, and since when, as far as that is known now", () => {
  expect(said(countedAt(NOW))).toContain("上一次超时是 3 小时前");
  expect(said(null)).toContain("全线正常");
});

test("when something was last overdue is not said by numbers that are old", () => {
  const old = countedAt(NOW - 60_001);
  expect(said(old)).toContain("全线正常");
  expect(said(old)).not.toContain("上一次超时");
  expect(said(old, 60)).toContain("上一次超时是 3 小时前");
});
