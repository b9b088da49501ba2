import type { HeatLevel } from "../wall/bottleneck.ts";
import { partsOf } from "../wall/lane-view.ts";

/** Where the overdue time of a window sits, as GET /api/v1/bottlenecks?by=node tells it. */
export interface NodeDelays {
  from: string;
  to: string;
  totalOverdueSeconds: number;
  items: { node: string; overdueSeconds: number; share: number }[];
}

/** GET /api/v1/heatmap?rows=node: a cell per node and hour, or node and fact. */
export interface HeatAnswer {
  from: string;
  to: string;
  cells: { row: string; col: string | boolean | null; visits: number; overdueSeconds: number }[];
}

/** A column: some hours, or one value of a fact. */
export interface HeatColumn {
  key: string;
  value: string | boolean | null;
  /** Epoch ms; of a fact the whole window. */
  fromMs: number;
  toMs: number;
}

export interface HeatTableCell {
  column: HeatColumn;
  /** How many were overdue at once, on average over the cell's time. */
  average: number;
  overdueSeconds: number;
  level: HeatLevel;
}

export interface HeatTable {
  columns: HeatColumn[];
  rows: { node: string; share: number; overdueSeconds: number; cells: HeatTableCell[] }[];
  /** From how many on a cell has level 2, 3 and 4. */
  limits: readonly [number, number, number];
  /** Hours that a column covers; null: columns are values. */
  columnHours: number | null;
}

const HOUR_MS = 3_600_000;
/** A screen is read from 4 m: more columns than this are joined. */
const COLUMNS_MOST = 30;
const JOINED_HOURS = [1, 3, 6, 12, 24] as const;
/** Values of a fact; the rest cause little. */
const VALUES_MOST = 10;
/** Parts of the strongest cell from which levels 2, 3 and 4 begin. */
const LEVEL_PARTS = [0.15, 0.4, 0.7] as const;

/** The delay of some nodes alone: their parts are parts of what they cause together. */
export function delaysIn(delays: NodeDelays, keep: (node: string) => boolean): NodeDelays {
  const { total, items } = partsOf(delays.items.filter(({ node }) => keep(node)));
  return { ...delays, totalOverdueSeconds: total, items };
}

/**
 * Lays out the heatmap: the worst nodes as rows, hours (joined where there are too many) or a fact's values as columns.
 * @param keep which nodes may be rows
 */
export function heatTable(
  delays: NodeDelays,
  heat: HeatAnswer,
  byHour: boolean,
  most: number,
  keep: (node: string) => boolean,
): HeatTable {
  const window = { fromMs: Date.parse(heat.from), toMs: Date.parse(heat.to) };
  const items = delays.items
    .filter(({ node, overdueSeconds }) => overdueSeconds > 0 && keep(node))
    .slice(0, most);
  const shown = new Set(items.map(({ node }) => node));
  const cells = heat.cells.filter(({ row, overdueSeconds }) => shown.has(row) && overdueSeconds > 0);
  const columns = byHour ? hourColumns(window) : valueColumns(cells, window);
  const sums = new Map<string, number>();
  for (const { row, col, overdueSeconds } of cells) {
    const column = byHour
      ? columnAt(columns, Date.parse(String(col)))
      : columns.find(({ value }) => value === col);
    if (!column) continue;
    const key = `${row} ${column.key}`;
    sums.set(key, (sums.get(key) ?? 0) + overdueSeconds);
  }
  const averageOf = (node: string, column: HeatColumn) =>
    ((sums.get(`${node} ${column.key}`) ?? 0) * 1_000) / Math.max(1, column.toMs - column.fromMs);
  const limits = limitsOf(
    Math.max(0, ...items.flatMap(({ node }) => columns.map((c) => averageOf(node, c)))),
  );
  return {
    columns,
    limits,
    columnHours: byHour ? joinedHours(window) : null,
    rows: items.map(({ node, share, overdueSeconds }) => ({
      node,
      share,
      overdueSeconds,
      cells: columns.map((column) => {
        const average = averageOf(node, column);
        const overdue = sums.get(`${node} ${column.key}`) ?? 0;
        return { column, average, overdueSeconds: overdue, level: levelOf(average, limits) };
      }),
    })),
  };
}

function joinedHours({ fromMs, toMs }: { fromMs: number; toMs: number }): number {
  const hours = (toMs - fromMs) / HOUR_MS;
  return JOINED_HOURS.find((joined) => hours / joined <= COLUMNS_MOST - 2) ?? 24;
}

function hourColumns(window: { fromMs: number; toMs: number }): HeatColumn[] {
  const stepMs = joinedHours(window) * HOUR_MS;
  const columns: HeatColumn[] = [];
  for (let at = Math.floor(window.fromMs / stepMs) * stepMs; at < window.toMs; at += stepMs) {
    const iso = new Date(at).toISOString();
    // The window may cut the first and the last.
    columns.push({
      key: iso,
      value: iso,
      fromMs: Math.max(at, window.fromMs),
      toMs: Math.min(at + stepMs, window.toMs),
    });
  }
  return columns;
}

function columnAt(columns: readonly HeatColumn[], hourMs: number): HeatColumn | undefined {
  return columns.findLast(({ value }) => Date.parse(String(value)) <= hourMs);
}

function valueColumns(cells: HeatAnswer["cells"], window: { fromMs: number; toMs: number }): HeatColumn[] {
  const sums = new Map<string | boolean | null, number>();
  for (const { col, overdueSeconds } of cells) sums.set(col, (sums.get(col) ?? 0) + overdueSeconds);
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .slice(0, VALUES_MOST)
    .map(([value]) => ({ key: JSON.stringify(value), value, ...window }));
}

/** Whole numbers that a legend can name, ascending. */
function limitsOf(most: number): readonly [number, number, number] {
  const [two, three, four] = LEVEL_PARTS.map((part) => twoDigits(part * most)) as [number, number, number];
  const second = Math.max(1, two);
  const third = Math.max(second + 1, three);
  return [second, third, Math.max(third + 1, four)];
}

function twoDigits(value: number): number {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.round(value / scale) * scale;
}

function levelOf(average: number, [second, third, fourth]: HeatTable["limits"]): HeatLevel {
  if (average <= 0) return 0;
  // What a cell shows is rounded: its colour goes by what it shows.
  const shown = Math.round(average);
  if (shown >= fourth) return 4;
  if (shown >= third) return 3;
  return shown >= second ? 2 : 1;
}
