import { foldWord as fold, type LookUp } from "../../../domain/order/status-word.ts";
import type { IncomingEvent, OrderFactsPatch, OrderLine, PromisePatch } from "../../../domain/order/types.ts";
import { EVENT_LIMITS } from "../../../domain/wire/event.ts";
import { eventIdOf } from "../event-id.ts";
import type { Move, Place, RowFacts } from "./interpret.ts";
import { RowError } from "./problem.ts";

/** One row, where it lies in its file, and what it says. */
export interface ReadRow {
  line: number;
  cells: readonly string[];
  facts: RowFacts;
}

/** What a companion file adds to an order: its lines, and promises of `main`. */
export interface Addition {
  line: OrderLine | null;
  promise: PromisePatch;
}

export interface EventsOfOrder {
  /** In the order of their time, each with the rows it came from. */
  built: { event: IncomingEvent; rows: ReadRow[] }[];
  /** Rows that say the same as another row, word for word. */
  duplicateRows: number;
  /** Moves that the dictionary knows to be none and that carried no new facts. */
  still: number;
}

export interface OrderRules {
  source: string;
  binds: "earlier" | "only" | undefined;
  lookUp: LookUp;
}

interface Group {
  token: string;
  place: Place;
  at: number;
  rows: ReadRow[];
}

/**
 * Turns all rows of one order into its events. Rows of one token, status and time are one event; the order's lines
 * are those of all its rows and travel, as its facts do, with the first event that can be placed; later events carry
 * what changed. Ids derive from content, so the same rows always give the same events.
 * @throws RowError when the order is not one that the events API would take
 */
export function orderEvents(
  rows: readonly ReadRow[],
  additions: readonly Addition[],
  rules: OrderRules,
): EventsOfOrder {
  const distinct = withoutRepeats(rows);
  const groups = groupRows(distinct);
  const lines = additions.length > 0 ? additions.flatMap((a) => a.line ?? []) : linesOf(groups);
  if (lines.length > EVENT_LIMITS.lines) throw tooManyLines(lines.length);
  const nodes = groups.map(({ place }) => ("node" in place ? place.node : rules.lookUp(place.word)));
  const bearer = Math.max(
    0,
    nodes.findIndex((node) => node !== undefined),
  );
  const known = new Known();
  const result: EventsOfOrder = { built: [], duplicateRows: rows.length - distinct.length, still: 0 };
  groups.forEach((group, i) => {
    const node = nodes[i];
    let order: OrderFactsPatch = Object.assign({}, ...group.rows.map((row) => row.facts.facts));
    let promise: PromisePatch = Object.assign({}, ...group.rows.map((row) => row.facts.promise));
    if (i === bearer || (node !== undefined && group.at === groups[bearer]!.at)) {
      if (lines.length > 0) order.lines = lines;
      promise = { ...promise, ...latest(additions) };
    }
    if (rules.binds && Object.keys(promise).length > 0) promise.binds = rules.binds;
    // An event in quarantine keeps all it said: nobody knows when it will be replayed, or whether.
    if (node !== undefined) {
      order = known.news("order", group.at, order);
      promise = known.news(`token ${group.token}`, group.at, promise);
    }
    const event = eventOf(group, node, order, promise, rules.source);
    if (event === null) result.still++;
    else result.built.push({ event, rows: group.rows });
  });
  return result;
}

/**
 * What earlier events have said. Those of one instant all say the same anew: which of them comes first is for the
 * fold to decide, which knows the nodes' ranks.
 */
class Known {
  #said = new Map<string, { at: number; before: Record<string, unknown>; here: Record<string, unknown> }>();

  /** The fields of `said` that no event before this instant has said. */
  news<T extends object>(about: string, at: number, said: T): T {
    let entry = this.#said.get(about);
    if (!entry || entry.at !== at) {
      entry = { at, before: { ...entry?.before, ...entry?.here }, here: {} };
      this.#said.set(about, entry);
    }
    Object.assign(entry.here, said);
    const { before } = entry;
    return Object.fromEntries(Object.entries(said).filter(([field, value]) => before[field] !== value)) as T;
  }
}

export function withoutRepeats(rows: readonly ReadRow[]): ReadRow[] {
  if (rows.length === 1) return [...rows];
  const seen = new Set<string>();
  return rows.filter((row) => {
    const content = JSON.stringify(row.cells);
    return seen.has(content) ? false : seen.add(content);
  });
}

function groupRows(rows: readonly ReadRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    for (const move of row.facts.moves) {
      const key = `${row.facts.token}\n${label(move)}\n${move.at}`;
      const group = groups.get(key);
      if (group) group.rows.push(row);
      else groups.set(key, { token: row.facts.token, place: move.place, at: move.at, rows: [row] });
    }
  }
  const named = (group: Group) => `${group.token}\n${label(group)}`;
  return [...groups.values()].sort((a, b) => a.at - b.at || (named(a) < named(b) ? -1 : 1));
}

function label({ place }: Pick<Move, "place">): string {
  return "node" in place ? place.node : fold(place.word);
}

/** Every article of the order; of one that several events name, the rows of the event that names it most often. */
function linesOf(groups: readonly Group[]): OrderLine[] {
  const bySku = new Map<string, OrderLine[]>();
  for (const group of groups) {
    const here = new Map<string, OrderLine[]>();
    for (const { facts } of group.rows) {
      if (!facts.line) continue;
      const same = here.get(facts.line.sku);
      if (same) same.push(facts.line);
      else here.set(facts.line.sku, [facts.line]);
    }
    for (const [sku, lines] of here) {
      if (lines.length >= (bySku.get(sku)?.length ?? 0)) bySku.set(sku, lines);
    }
  }
  return [...bySku.values()].flat();
}

function latest(additions: readonly Addition[]): PromisePatch {
  const found: Record<string, number> = {};
  for (const { promise } of additions) {
    for (const [kind, at] of Object.entries(promise) as [string, number][]) {
      if (found[kind] === undefined || at > found[kind]) found[kind] = at;
    }
  }
  return found;
}

function eventOf(
  group: Group,
  node: string | null | undefined,
  order: OrderFactsPatch,
  promise: PromisePatch,
  source: string,
): IncomingEvent | null {
  const hasOrder = Object.keys(order).length > 0;
  const hasPromise = Object.keys(promise).length > 0;
  if (node === null && !hasOrder && !hasPromise) return null;
  const { orderNo } = group.rows[0]!.facts;
  const about = { orderNo, token: group.token, occurredAt: group.at };
  const content = [orderNo, group.token, label(group), group.at, order, promise];
  const id = eventIdOf(about, label(group), content);
  const event: IncomingEvent = { source, id, ...about, node: node ?? null };
  if (hasPromise) event.promise = promise;
  if (hasOrder) event.order = order;
  if (node === undefined && "word" in group.place) event.statusWord = group.place.word;
  return event;
}

export function tooManyLines(count: number): RowError {
  return new RowError(
    "too_many_lines",
    `这一单有 ${count} 行商品，最多 ${EVENT_LIMITS.lines} 行`,
    `the order has ${count} lines, at most ${EVENT_LIMITS.lines} are allowed`,
  );
}
