import { describe, expect, test } from "vitest";
import { delaysIn, type HeatAnswer, heatTable, type NodeDelays } from "./heat-table.ts";

const TO = Date.parse("2026-03-02T06:30:00Z");
const HOUR_S = 3_600;
const iso = (ms: number) => new Date(ms).toISOString();
const all = () => true;

const delays = (...parts: [node: string, seconds: number][]): NodeDelays => {
  const total = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  return {
    from: "",
    to: "",
    totalOverdueSeconds: total,
    items: parts.map(([node, overdueSeconds]) => ({ node, overdueSeconds, share: overdueSeconds / total })),
  };
};
const heat = (
  hours: number,
  cells: [row: string, col: string | boolean | null, seconds: number][],
): HeatAnswer => ({
  from: iso(TO - hours * 3_600_000),
  to: iso(TO),
  cells: cells.map(([row, col, overdueSeconds]) => ({ row, col, visits: 1, overdueSeconds })),
});

describe("hours", () => {
  test("a cell says how many were overdue at once, also in an hour that the window cuts", () => {
    const table = heatTable(
      delays(["packed", 15 * HOUR_S]),
      heat(2, [
        ["packed", "2026-03-02T05:00:00.000Z", 10 * HOUR_S],
        // Half an hour has passed of this one.
        ["packed", "2026-03-02T06:00:00.000Z", 5 * HOUR_S],
      ]),
      true,
      9,
      all,
    );
    expect(table.columns.map(({ key }) => key.slice(11, 13))).toEqual(["04", "05", "06"]);
    expect(table.rows[0]!.cells.map(({ average }) => average)).toEqual([0, 10, 10]);
    expect(table.rows[0]!.cells.map(({ level }) => level)).toEqual([0, 4, 4]);
    expect(table.columnHours).toBe(1);
  });

  test("a week is told in columns of six hours, and nothing of it is lost", () => {
    const cells = Array.from({ length: 168 }, (_, i): [string, string, number] => [
      "packed",
      iso(Math.floor(TO / 3_600_000) * 3_600_000 - i * 3_600_000),
      60,
    ]);
    const table = heatTable(delays(["packed", 168 * 60]), heat(168, cells), true, 9, all);
    expect(table.columnHours).toBe(6);
    expect(table.columns.length).toBeLessThanOrEqual(30);
    const sum = table.rows[0]!.cells.reduce((seconds, cell) => seconds + cell.overdueSeconds, 0);
    expect(sum).toBe(168 * 60);
  });
});

test("values of a fact are columns, the worst first, and one without a value is among them", () => {
  const table = heatTable(
    delays(["packed", 30], ["picking", 5]),
    heat(24, [
      ["packed", null, 10],
      ["packed", "德邦", 20],
      ["picking", "德邦", 5],
    ]),
    false,
    9,
    all,
  );
  expect(table.columns.map(({ value }) => value)).toEqual(["德邦", null]);
  expect(table.columnHours).toBeNull();
});

test("only the nodes asked for, only the worst of them, and none without delay", () => {
  const table = heatTable(
    delays(["a", 40], ["b", 30], ["c", 20], ["d", 0]),
    heat(24, []),
    true,
    2,
    (node) => node !== "a",
  );
  expect(table.rows.map(({ node }) => node)).toEqual(["b", "c"]);
  expect(table.rows[0]!.share).toBeCloseTo(1 / 3);
});

test("of some nodes alone the parts are parts of what they cause together", () => {
  const some = delaysIn(delays(["a", 60], ["b", 30], ["c", 10]), (node) => node !== "a");
  expect(some.totalOverdueSeconds).toBe(40);
  expect(some.items.map(({ node, share }) => [node, share])).toEqual([
    ["b", 0.75],
    ["c", 0.25],
  ]);
  expect(delaysIn(delays(["a", 60], ["b", 0]), (node) => node === "b")).toMatchObject({
    totalOverdueSeconds: 0,
    items: [{ share: 0 }],
  });
});

test("levels are whole numbers that ascend, however small the numbers are", () => {
  const limitsOf = (most: number) =>
    heatTable(
      delays(["a", most * HOUR_S]),
      heat(1.5, [["a", "2026-03-02T05:00:00.000Z", most * HOUR_S]]),
      true,
      9,
      all,
    ).limits;
  expect(limitsOf(0.4)).toEqual([1, 2, 3]);
  expect(limitsOf(10)).toEqual([2, 4, 7]);
  expect(limitsOf(1_234)).toEqual([190, 490, 860]);
});
