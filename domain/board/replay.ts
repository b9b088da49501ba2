import type { NodeVersion } from "../settings/types.ts";
import type { NodeRow, Totals } from "../wire/board.ts";
import { type BoardCounts, emptyRow, type OpenVisit, totalsOf } from "./count.ts";

/** A visit that was open at some moment of a stretch. Epoch ms. */
export interface Stay extends OpenVisit {
  leftAt: number | null;
}

/** The moments of a stretch: `fromMs`, then every `stepMs`, then `toMs`. */
export interface Stretch {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** What one step changed. */
export interface ReplayStep {
  atMs: number;
  totals: Totals;
  /** The rows that differ from the step before, whole; in rank order. */
  changed: NodeRow[];
}

/** Every moment that a stretch shows, at least its start. */
export function momentsOf({ fromMs, toMs, stepMs }: Stretch): number[] {
  const steps = Math.ceil((toMs - fromMs) / stepMs);
  return Array.from({ length: steps + 1 }, (_, step) => Math.min(fromMs + step * stepMs, toMs));
}

/** How many come and go at each moment: a sum up to a moment is how many there are. */
type Differences = Int32Array;

const COUNTED = ["green", "yellow", "red", "breached"] as const;

interface Row {
  row: NodeRow;
  counts: Record<(typeof COUNTED)[number], Differences>;
  /** The earliest entry among the visits that were open at every moment. */
  always: number;
  /** The other visits: when each was entered, and before which moment it was gone. */
  entries: { enteredAt: number; gone: number }[];
}

/**
 * The boards of a stretch from its visits, each of which is added once: they equal what BoardCounter counts at every
 * moment.
 */
export class ReplayCounter {
  readonly #moments: number[];
  readonly #rows: Map<string, Row>;
  /** Order → the spans of moments in which it waited somewhere, each as first × width + end. */
  readonly #orders = new Map<number, number | number[]>();

  /** @param nodes the newest version of every node */
  constructor(
    nodes: Iterable<NodeVersion>,
    private readonly stretch: Stretch,
  ) {
    this.#moments = momentsOf(stretch);
    const zeros = () => new Int32Array(this.#moments.length + 1);
    const ranked = [...nodes].sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    this.#rows = new Map(
      ranked.map((node) => {
        const counts = { green: zeros(), yellow: zeros(), red: zeros(), breached: zeros() };
        return [node.key, { row: emptyRow(node), counts, always: Number.POSITIVE_INFINITY, entries: [] }];
      }),
    );
  }

  /** @returns whether the visit was counted: false when its node is not among those given */
  add(visit: Stay): boolean {
    const entry = this.#rows.get(visit.node);
    if (!entry) return false;
    const first = this.#momentOf(visit.enteredAt);
    const gone = visit.leftAt === null ? this.#moments.length : this.#momentOf(visit.leftAt);
    // Between two moments it came and went.
    if (first >= gone) return true;
    const { counts } = entry;
    const since = (at: number | null) =>
      at === null ? gone : Math.min(gone, Math.max(first, this.#momentOf(at)));
    const red = since(visit.dueAt);
    const yellow = Math.min(red, since(visit.warnAt));
    mark(counts.green, first, yellow);
    mark(counts.yellow, yellow, red);
    mark(counts.red, red, gone);
    mark(counts.breached, since(visit.promiseAt), gone);
    if (first === 0 && gone === this.#moments.length) entry.always = Math.min(entry.always, visit.enteredAt);
    else entry.entries.push({ enteredAt: visit.enteredAt, gone });
    if (entry.row.kind !== "watch") this.#addOrder(visit.orderId, first, gone);
    return true;
  }

  /** @returns the board at the start, and what each further moment changed */
  frames(): { first: BoardCounts; steps: ReplayStep[] } {
    const orders = runningSums(this.#ordersAtMoments());
    const columns = [...this.#rows.values()].map((entry) => rowsOf(entry, this.#moments));
    const rowsAt = (moment: number) => columns.map((rows) => rows[moment]!);
    const totalsAt = (moment: number) => totalsOf(rowsAt(moment).filter(isNode), orders[moment]!);
    const first = {
      totals: totalsAt(0),
      nodes: rowsAt(0).filter(isNode),
      watches: rowsAt(0).filter((row) => !isNode(row)),
    };
    const steps = this.#moments.slice(1).map((atMs, before) => ({
      atMs,
      totals: totalsAt(before + 1),
      changed: columns.flatMap((rows) => (rows[before + 1] === rows[before] ? [] : [rows[before + 1]!])),
    }));
    return { first, steps };
  }

  /** The first moment that is not before an instant; past the last one when none is. */
  #momentOf(atMs: number): number {
    const { fromMs, toMs, stepMs } = this.stretch;
    if (atMs > toMs) return this.#moments.length;
    return Math.max(0, Math.ceil((atMs - fromMs) / stepMs));
  }

  #addOrder(orderId: number, first: number, gone: number): void {
    const span = first * (this.#moments.length + 1) + gone;
    const known = this.#orders.get(orderId);
    // One span for nearly all of them, so no array for each.
    if (known === undefined) this.#orders.set(orderId, span);
    else if (typeof known === "number") this.#orders.set(orderId, [known, span]);
    else known.push(span);
  }

  /** An order that waits at two nodes at once is one order. */
  #ordersAtMoments(): Differences {
    const width = this.#moments.length + 1;
    const differences = new Int32Array(width);
    for (const spans of this.#orders.values()) {
      let until = 0;
      for (const span of typeof spans === "number" ? [spans] : spans.sort((a, b) => a - b)) {
        const first = Math.max(until, Math.floor(span / width));
        const gone = span % width;
        if (first < gone) mark(differences, first, gone);
        until = Math.max(until, gone);
      }
    }
    return differences;
  }
}

const isNode = (row: NodeRow): boolean => row.kind !== "watch";

/** One more from a moment on, up to another. */
function mark(differences: Differences, first: number, end: number): void {
  differences[first]!++;
  differences[end]!--;
}

function runningSums(differences: Differences): number[] {
  let sum = 0;
  return Array.from(differences, (difference) => {
    sum += difference;
    return sum;
  });
}

/** A node's row at each moment; the same object while nothing changes. */
function rowsOf({ row, counts, always, entries }: Row, moments: readonly number[]): NodeRow[] {
  const [green, yellow, red, breached] = COUNTED.map((name) => runningSums(counts[name]));
  entries.sort((a, b) => a.enteredAt - b.enteredAt);
  let next = 0;
  let shown = row;
  return moments.map((atMs, moment) => {
    // Whoever is gone does not come back, so each is passed once.
    while (next < entries.length && entries[next]!.gone <= moment) next++;
    const entered = entries[next]?.enteredAt ?? Number.POSITIVE_INFINITY;
    const oldest = Math.min(always, entered <= atMs ? entered : Number.POSITIVE_INFINITY);
    const now: NodeRow = {
      ...row,
      green: green![moment]!,
      yellow: yellow![moment]!,
      red: red![moment]!,
      breached: breached![moment]!,
      oldestEnteredAt: oldest === Number.POSITIVE_INFINITY ? null : new Date(oldest).toISOString(),
    };
    const same = COUNTED.every((name) => now[name] === shown[name]);
    if (!same || now.oldestEnteredAt !== shown.oldestEnteredAt) shown = now;
    return shown;
  });
}
