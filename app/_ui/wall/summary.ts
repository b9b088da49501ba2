import { LANES, type Lane } from "../../../domain/settings/types.ts";
import type { Board, NodeRow } from "../../../domain/wire/board.ts";

/** A lane with its nodes, in the order of an order's life. */
export interface LaneRow {
  lane: Lane;
  nodes: NodeRow[];
}

/** The board's nodes by lane; lanes without a node are left out. */
export function lanesOf(board: Board): LaneRow[] {
  return LANES.map((lane) => ({
    lane,
    nodes: board.nodes.filter((row) => row.lane === lane).sort((a, b) => a.rank - b.rank),
  })).filter((row) => row.nodes.length > 0);
}

/** Fewer columns would make tiles of a small shop absurdly wide. */
const COLUMNS_MIN = 6;

/** How many tiles a row of the wall has room for. */
export function columnsOf(lanes: readonly LaneRow[]): number {
  return Math.max(COLUMNS_MIN, ...lanes.map((lane) => lane.nodes.length));
}

/** The reds that call somebody, and those that only light up (severity 3), which add up to all reds. */
export function redsOf(board: Board): { calling: number; lightOnly: number } {
  const lightOnly = board.nodes.reduce((sum, row) => sum + (row.severity === 3 ? row.red : 0), 0);
  return { calling: board.totals.red - lightOnly, lightOnly };
}

/** What the board says in one sentence. */
export type Headline =
  | { kind: "empty" }
  | { kind: "idle" }
  | { kind: "calm" }
  | { kind: "yellow"; count: number }
  | { kind: "lightOnly"; count: number }
  | { kind: "red"; count: number; worst: NodeRow };

/** Chooses the sentence: the worst that is true. */
export function headlineOf(board: Board): Headline {
  const { calling, lightOnly } = redsOf(board);
  if (calling > 0) {
    const worst = board.nodes.filter((row) => row.severity !== 3).reduce((a, b) => (b.red > a.red ? b : a));
    return { kind: "red", count: calling, worst };
  }
  if (lightOnly > 0) return { kind: "lightOnly", count: lightOnly };
  if (board.totals.yellow > 0) return { kind: "yellow", count: board.totals.yellow };
  if (board.totals.open > 0) return { kind: "calm" };
  return isEmptyShop(board) ? { kind: "empty" } : { kind: "idle" };
}

/** No order has ever come: there is nothing to watch yet, only something to do. */
export function isEmptyShop(board: Board): boolean {
  return board.totals.open === 0 && Object.keys(board.watermark.sources).length === 0;
}
