import type { Tx } from "../../db/sql.ts";
import { type EndsQuestion, type Part, readEnds } from "../../db/stores/delay-ends.ts";
import { readPairRatios, readPairs } from "../../db/stores/delay-pairs.ts";
import { readRatios } from "../../db/stores/dwell-ratios.ts";
import { type Dimension, isFact } from "../../domain/delay/dimensions.ts";
import { HOUR_MS } from "../../domain/delay/grains.ts";
import { type Delay, delayIn, type Ends } from "../../domain/delay/overlap.ts";
import { p90Of, RATIO_BUCKETS } from "../../domain/delay/ratio.ts";
import { RatioColumns } from "../../domain/delay/ratio-columns.ts";
import { newest } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import { WATCH_PREFIX } from "../../domain/watch/compile.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";
import { iso } from "./present-order.ts";

/** Cells in one answer: some megabytes. Facts are free text, and a mistaken source can make any number of them. */
export const MAX_CELLS = 50_000;

/** More cells than one answer may have. */
export class DelayTooLargeError extends Error {
  override name = "DelayTooLargeError";
}

export interface CellsQuestion {
  /** Epoch ms; toMs is not ahead of the shop's clock. */
  fromMs: number;
  toMs: number;
  /** What a cell is told apart by: one or two. */
  by: readonly Dimension[];
  byHour: boolean;
  /** With the dwell ÷ allowance of the visits that left, too. */
  withRatios: boolean;
}

export interface DelayCell extends Delay {
  /** As stored, one for each dimension asked for. */
  key: string[];
  /** Index of the hour; 0 where hours are not asked for. */
  column: number;
  /** Null: no visit with a deadline left here, or it was not asked for. */
  p90Ratio: number | null;
}

/** What is known of one part: where overdue time begins and ends, and dwell ÷ allowance by column. */
interface Group {
  key: string[];
  ends: Ends[];
  ratios: RatioColumns;
}

/**
 * Cells with overdue time, or with visits that left; one consistent moment of the database.
 * @throws DelayTooLargeError
 */
export async function readDelayCells(
  context: Pick<Context, "sql" | "settings">,
  question: CellsQuestion,
): Promise<DelayCell[]> {
  const settings = await currentSettings(context);
  const cells = await atOneMoment(context.sql, (tx) => {
    const [first, second] = question.by;
    if (first && second && isFact(first) && isFact(second)) return pairCells(tx, question);
    return marginalCells(tx, { ...question, endedAtMs: null }, settings);
  });
  if (cells.length > MAX_CELLS) throw new DelayTooLargeError(`the answer has more than ${MAX_CELLS} cells`);
  return cells;
}

/** The same from the sums per node and one dimension; the caller's transaction is one moment. */
export async function marginalCells(
  tx: Tx,
  question: CellsQuestion & Pick<EndsQuestion, "endedAtMs">,
  settings: SettingsHistory,
): Promise<DelayCell[]> {
  const perNode = question.by.includes("node") || question.by.includes("phase");
  const asked: EndsQuestion = { ...question, perNode, by: question.by.find(isFact) ?? "node" };
  const groups = new Map<string, Group>();
  const parts = new Map<string, Group>();
  const groupOf = ({ node, value }: Part) => {
    // Neither a node's key nor a fact has a NUL in it.
    const part = `${node}\0${value}`;
    const known = parts.get(part);
    if (known) return known;
    const key = question.by.map((dimension) => {
      if (dimension === "node") return node;
      return dimension === "phase" ? newest(settings.nodes.get(node)!).phase : value;
    });
    const name = JSON.stringify(key);
    // Time in a watch is time at a node as well: it is told under its name, and in nothing larger.
    const told = question.by.includes("node") || !node.startsWith(WATCH_PREFIX);
    const found: Group = (told && groups.get(name)) || { key, ends: [], ratios: new RatioColumns() };
    if (told) groups.set(name, found);
    parts.set(part, found);
    return found;
  };
  const ratios = {
    of: (part: Part) => groupOf(part).ratios,
    all: () => [...groups.values()].map((group) => group.ratios),
  };
  await Promise.all([
    readEnds(tx, asked, (part, ends) => groupOf(part).ends.push(ends)),
    question.withRatios && readRatios(tx, asked, ratios),
  ]);
  const cells: DelayCell[] = [];
  for (const { key, ends, ratios } of groups.values()) {
    for (const [column, { visits, open, overdueMs }] of delayIn(question, ends).entries()) {
      const p90Ratio = ratios.p90(column);
      if (visits > 0 || p90Ratio !== null) cells.push({ key, column, visits, open, overdueMs, p90Ratio });
    }
  }
  return cells;
}

async function pairCells(tx: Tx, { by, fromMs, toMs, withRatios }: CellsQuestion): Promise<DelayCell[]> {
  const [first, second] = by as [Parameters<typeof readPairs>[1]["first"], never];
  const asked = { first, second, fromMs, toMs };
  const [pairs, ratios] = await Promise.all([
    readPairs(tx, asked),
    withRatios ? readPairRatios(tx, asked) : [],
  ]);
  const cells = new Map<string, DelayCell & { counts: number[] }>();
  const cellOf = (row: { first: string; second: string }) => {
    const key = [row.first, row.second];
    const name = JSON.stringify(key);
    const counts = new Array<number>(RATIO_BUCKETS).fill(0);
    const found = cells.get(name) ?? {
      key,
      column: 0,
      visits: 0,
      open: 0,
      overdueMs: 0n,
      p90Ratio: null,
      counts,
    };
    cells.set(name, found);
    return found;
  };
  for (const { visits, open, overdueMs, ...row } of pairs) {
    Object.assign(cellOf(row), { visits, open, overdueMs });
  }
  for (const ratio of ratios) cellOf(ratio).counts[ratio.bucket]! += ratio.visits;
  return [...cells.values()].map(({ counts, ...cell }) => ({ ...cell, p90Ratio: p90Of(counts) }));
}

/** Runs queries that must see the same moment, planned for the window they ask for and not for an average one. */
export function atOneMoment<T>(sql: Context["sql"], run: (tx: Tx) => Promise<T>): Promise<T> {
  return sql.begin("isolation level repeatable read read only", async (begun) => {
    const tx = begun as unknown as Tx;
    await tx`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)`;
    return run(tx);
  }) as Promise<T>;
}

/** How a column of hours is named: by the start of its hour, which the window may cut. */
export function hourStart(ms: number): string {
  return iso(Math.floor(ms / HOUR_MS) * HOUR_MS);
}
