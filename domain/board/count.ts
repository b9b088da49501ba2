import type { NodeVersion } from "../settings/types.ts";
import { type Deadlines, isBreached, lightOf } from "../sla/light.ts";
import type { NodeRow, Totals } from "../wire/board.ts";

/** What the board needs to know of a visit that is open at the moment it shows. */
export interface OpenVisit extends Deadlines {
  orderId: number;
  node: string;
  /** Epoch ms. */
  enteredAt: number;
}

export interface BoardCounts {
  totals: Totals;
  /** In rank order, empty ones too. */
  nodes: NodeRow[];
  watches: NodeRow[];
}

/** A node's row with nothing in it. */
export function emptyRow(node: NodeVersion): NodeRow {
  const { key, rank, lane, phase, kind, severity, owner } = node;
  const counts = { green: 0, yellow: 0, red: 0, breached: 0, oldestEnteredAt: null };
  return { key, name: node.nameZh, nameEn: node.nameEn, rank, lane, phase, kind, severity, owner, ...counts };
}

/** Adds up open visits one at a time, so that a million of them need not be in memory. */
export class BoardCounter {
  readonly #rows: Map<string, { row: NodeRow; oldest: number }>;
  readonly #orders = new Set<number>();

  /**
   * @param nodes the newest version of every node
   * @param nowMs the moment that the board shows
   */
  constructor(
    nodes: Iterable<NodeVersion>,
    private readonly nowMs: number,
  ) {
    const ranked = [...nodes].sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    this.#rows = new Map(ranked.map((node) => [node.key, { row: emptyRow(node), oldest: Infinity }]));
  }

  /** @returns whether the visit was counted: false when its node is not among those given */
  add(visit: OpenVisit): boolean {
    const entry = this.#rows.get(visit.node);
    if (!entry) return false;
    entry.row[lightOf(visit, this.nowMs)]++;
    if (isBreached(visit, this.nowMs)) entry.row.breached++;
    if (visit.enteredAt < entry.oldest) entry.oldest = visit.enteredAt;
    if (entry.row.kind !== "watch") this.#orders.add(visit.orderId);
    return true;
  }

  counts(): BoardCounts {
    const rows = [...this.#rows.values()].map(({ row, oldest }) => ({
      ...row,
      oldestEnteredAt: oldest === Infinity ? null : new Date(oldest).toISOString(),
    }));
    const nodes = rows.filter((row) => row.kind !== "watch");
    return {
      totals: totalsOf(nodes, this.#orders.size),
      nodes,
      watches: rows.filter((row) => row.kind === "watch"),
    };
  }
}

/** The sum of the rows: watches are not in it, so give none. */
export function totalsOf(nodes: readonly NodeRow[], orders: number): Totals {
  const totals: Totals = { orders, open: 0, green: 0, yellow: 0, red: 0, breached: 0 };
  for (const row of nodes) {
    totals.green += row.green;
    totals.yellow += row.yellow;
    totals.red += row.red;
    totals.breached += row.breached;
  }
  totals.open = totals.green + totals.yellow + totals.red;
  return totals;
}
