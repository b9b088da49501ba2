import { type Dimension, factValue } from "../../domain/delay/dimensions.ts";
import { WATCH_PREFIX } from "../../domain/watch/compile.ts";
import type { Context } from "../platform/context.ts";
import { readDelayCells } from "./delay-cells.ts";
import { iso } from "./present-order.ts";

export interface BottlenecksQuestion {
  /** Epoch ms; toMs is not ahead of the shop's clock. */
  fromMs: number;
  toMs: number;
  /** One or two dimensions. */
  by: readonly Dimension[];
}

export type Bottleneck = {
  overdueSeconds: number;
  /** Of the whole; 0 when there is none, and of a watch: its time is counted at the nodes where its orders wait. */
  share: number;
  /** Distinct visits that were overdue at some moment of the window, and those of them still open at its end. */
  visits: number;
  open: number;
} & { [dimension in Dimension]?: string | boolean | null };

export interface Bottlenecks {
  from: string;
  to: string;
  totalOverdueSeconds: number;
  /** The worst first; parts without overdue visits are absent. */
  items: Bottleneck[];
}

/** Where the overdue time of a window sits: exact, of open and ended visits, with what is known now about it. */
export async function bottlenecks(
  context: Pick<Context, "sql" | "settings">,
  { fromMs, toMs, by }: BottlenecksQuestion,
): Promise<Bottlenecks> {
  const cells = await readDelayCells(context, { fromMs, toMs, by, byHour: false, withRatios: false });
  const nodeAt = by.indexOf("node");
  const isWatch = (key: readonly string[]) => nodeAt !== -1 && key[nodeAt]!.startsWith(WATCH_PREFIX);
  const total = cells.reduce((sum, cell) => (isWatch(cell.key) ? sum : sum + cell.overdueMs), 0n);
  const items = cells
    .sort((a, b) => Number(b.overdueMs - a.overdueMs) || b.visits - a.visits)
    .map(({ key, overdueMs, visits, open }): Bottleneck => {
      const parts = by.map((dimension, at) => [dimension, factValue(dimension, key[at]!)]);
      const share = total === 0n || isWatch(key) ? 0 : Number(overdueMs) / Number(total);
      return { ...Object.fromEntries(parts), overdueSeconds: Number(overdueMs) / 1000, share, visits, open };
    });
  return { from: iso(fromMs), to: iso(toMs), totalOverdueSeconds: Number(total) / 1000, items };
}
