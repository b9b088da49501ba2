import { columnsOf } from "../../domain/delay/columns.ts";
import { type Dimension, factValue } from "../../domain/delay/dimensions.ts";
import type { Context } from "../platform/context.ts";
import { hourStart, readDelayCells } from "./delay-cells.ts";
import { iso } from "./present-order.ts";

export interface HeatmapQuestion {
  /** Epoch ms; toMs is not ahead of the shop's clock. */
  fromMs: number;
  toMs: number;
  rows: Dimension;
  cols: Dimension | "hour";
}

export interface HeatmapCell {
  row: string | boolean | null;
  /** The start of the hour (UTC), or a dimension's value. */
  col: string | boolean | null;
  /** Visits that were overdue at some moment of it. */
  visits: number;
  overdueSeconds: number;
  /** 90 % of the visits that left in it took at most so many times their allowance; null: none with a deadline left. */
  p90Ratio: number | null;
}

export interface Heatmap {
  from: string;
  to: string;
  rows: Dimension;
  cols: Dimension | "hour";
  /** Without those in which nothing was overdue and nothing left. */
  cells: HeatmapCell[];
}

/** Overdue time by a dimension and the hours of a window, or by two dimensions. */
export async function heatmap(
  context: Pick<Context, "sql" | "settings">,
  { fromMs, toMs, rows, cols }: HeatmapQuestion,
): Promise<Heatmap> {
  const byHour = cols === "hour";
  const by = byHour ? [rows] : [rows, cols];
  const cells = await readDelayCells(context, { fromMs, toMs, by, byHour, withRatios: true });
  const hours = columnsOf({ fromMs, toMs, byHour }).map(({ startMs }) => hourStart(startMs));
  return {
    from: iso(fromMs),
    to: iso(toMs),
    rows,
    cols,
    cells: cells.map(({ key, column, visits, overdueMs, p90Ratio }) => ({
      row: factValue(rows, key[0]!),
      col: byHour ? hours[column]! : factValue(cols, key[1]!),
      visits,
      overdueSeconds: Number(overdueMs) / 1000,
      p90Ratio,
    })),
  };
}
