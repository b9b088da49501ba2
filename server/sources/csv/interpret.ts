import { foldWord as fold } from "../../../domain/order/status-word.ts";
import type { OrderFactsPatch, OrderLine, PromisePatch } from "../../../domain/order/types.ts";
import { MAIN_TOKEN } from "../../../domain/order/types.ts";
import { EVENT_LIMITS } from "../../../domain/wire/event.ts";
import { amount, clean, id, minorDigits, quantity, text, yesNo } from "./cells.ts";
import type { Header } from "./header.ts";
import type { Condition, Mapping } from "./mapping.ts";
import { RowError } from "./problem.ts";
import { isNever, readTime, type TimeReading } from "./time.ts";

/** A place an order came to: a source's word to look up, or a node that the mapping names. */
export type Place = { word: string } | { node: string };

export interface Move {
  place: Place;
  /** Epoch ms. */
  at: number;
}

/** How an order stands, in a snapshot. */
export interface Standing {
  word: string;
  /** When the row says that it was changed, epoch ms. */
  changedAt: number | null;
}

/** What one row says of one order. In a snapshot, facts and promises whose column is empty are null. */
export interface RowFacts {
  orderNo: string;
  token: string;
  /** None in a snapshot. */
  moves: Move[];
  /** In a snapshot only. */
  standing: Standing | null;
  facts: OrderFactsPatch;
  promise: PromisePatch;
  line: OrderLine | null;
}

export type Interpret = (cells: readonly string[]) => RowFacts;

/** Reads one cell into a field of `target`; compiled once per file so that a row costs only its own columns. */
type Step = (cells: readonly string[], target: Record<string, unknown>) => void;
type Read = (column: string, value: string) => unknown;
type Columns = Record<string, string[] | undefined>;

/** Zone and currency that hold where neither file nor mapping says. */
export interface Defaults {
  timezone: string;
  currency: string;
}

const FACTS = ["channel", "customerTier", "segment", "region", "warehouse", "carrier", "trackingNo", "hold"];
const PROMISES = ["shipBy", "collectBy", "deliverBy", "appointmentAt", "aftersaleBy"];

/**
 * Compiles a mapping against a file's header.
 * @returns a function from a row's cells to what they say; it throws RowError
 * @throws FileError when the header names a needed column twice
 */
export function interpreter(mapping: Mapping, header: Header, defaults: Defaults): Interpret {
  const columns = mapping.columns as Columns;
  const times: TimeReading = { zone: mapping.timezone ?? defaults.timezone, order: mapping.dateOrder };
  const moment: Read = (column, value) => (isNever(value) ? undefined : readTime(column, value, times));
  const orderNo = needed(header, columns.orderNo, id);
  const token = step(header, columns, "token", id);
  const facts: Step[] = FACTS.map((field) => step(header, columns, field, fact(mapping.values[field])));
  facts.push(step(header, columns, "placedAt", moment));
  const promises = PROMISES.map((field) => step(header, columns, field, moment));
  const line = lineReader(header, columns, mapping.currency ?? defaults.currency);
  const moves = MOVES[mapping.form](mapping, header, times);
  const standing = mapping.form === "snapshot" ? standingReader(mapping, header, times) : () => null;
  const isSnapshot = mapping.form === "snapshot";
  const noFacts = isSnapshot ? empty(header, columns, [...FACTS, "placedAt"]) : {};
  const noPromise = isSnapshot ? empty(header, columns, PROMISES) : {};
  return (cells) => {
    refuseSurplus(cells, header);
    const found: RowFacts = {
      orderNo: orderNo(cells),
      token: MAIN_TOKEN,
      moves: [],
      standing: standing(cells),
      facts: { ...noFacts, ...mapping.fixed },
      promise: { ...noPromise },
      line: line(cells),
    };
    token(cells, found as unknown as Record<string, unknown>);
    found.moves = moves(cells);
    if (mapping.currency) found.facts.currency = mapping.currency;
    for (const read of facts) read(cells, found.facts);
    for (const read of promises) read(cells, found.promise);
    return found;
  };
}

/** Compiles the columns of an order's line; the reader gives null where there is no article. */
export function lineReader(
  header: Header,
  columns: Columns,
  currency: string,
): (cells: readonly string[]) => OrderLine | null {
  const digits = minorDigits(currency);
  const money: Read = (column, value) => amount(column, value, digits);
  const long: Read = (column, value) => text(column, value, EVENT_LIMITS.factLength);
  const sku = step(header, columns, "sku", id);
  const steps = [
    step(header, columns, "title", long),
    step(header, columns, "category", long),
    step(header, columns, "quantity", quantity),
    step(header, columns, "unitPrice", money, "unitPriceFen"),
    step(header, columns, "cost", money, "costFen"),
    ...["gift", "bulky", "custom"].map((field) => step(header, columns, field, yesNo)),
  ];
  return (cells) => {
    const line: Record<string, unknown> = { quantity: 1 };
    sku(cells, line);
    if (line.sku === undefined) return null;
    for (const read of steps) read(cells, line);
    return line as unknown as OrderLine;
  };
}

/** Reads times of a companion's columns by field name. */
export function momentReader(header: Header, columns: Columns, times: TimeReading) {
  const steps = PROMISES.map((field) =>
    step(header, columns, field, (column, value) =>
      isNever(value) ? undefined : readTime(column, value, times),
    ),
  );
  return (cells: readonly string[]): PromisePatch => {
    const found: PromisePatch = {};
    for (const read of steps) read(cells, found);
    return found;
  };
}

function step(header: Header, columns: Columns, field: string, read: Read, target = field): Step {
  const at = header.find(columns[field]);
  if (at === -1) return () => {};
  const column = header.cells[at]!.trim();
  return (cells, into) => {
    const value = clean(cells[at]);
    if (value === "") return;
    const found = read(column, value);
    if (found !== undefined) into[target] = found;
  };
}

/** A reader of a column that every row must fill. */
export function needed(
  header: Header,
  names: readonly string[] | undefined,
  read: (column: string, value: string) => string,
) {
  const at = header.find(names);
  const column = header.cells[at]?.trim() ?? names?.[0] ?? "";
  return (cells: readonly string[]): string => {
    const value = clean(cells[at]);
    if (value === "") throw new RowError("missing", `「${column}」是空的`, `${column}: is empty`);
    return read(column, value);
  };
}

function fact(called: Record<string, string> | undefined): Read {
  const byName = new Map(Object.entries(called ?? {}).map(([name, value]) => [fold(name), value]));
  return (column, value) => byName.get(fold(value)) ?? text(column, value);
}

/** The fields of these that the header has a column for, with nothing in them. */
function empty(header: Header, columns: Columns, fields: readonly string[]): Record<string, null> {
  const present = fields.filter((field) => header.find(columns[field]) !== -1);
  return Object.fromEntries(present.map((field) => [field, null]));
}

const MOVES: Record<
  Mapping["form"],
  (mapping: Mapping, header: Header, times: TimeReading) => (cells: readonly string[]) => Move[]
> = { long: longMoves, wide: wideMoves, snapshot: () => () => [] };

function standingReader(
  mapping: Mapping,
  header: Header,
  times: TimeReading,
): (cells: readonly string[]) => Standing {
  const status = needed(header, mapping.columns.status, text);
  const at = header.find(mapping.columns.time);
  const column = header.cells[at]?.trim() ?? "";
  return (cells) => {
    const value = clean(cells[at]);
    const changedAt = at === -1 || isNever(value) ? null : readTime(column, value, times);
    return { word: status(cells), changedAt };
  };
}

function longMoves(
  mapping: Mapping,
  header: Header,
  times: TimeReading,
): (cells: readonly string[]) => Move[] {
  const status = needed(header, mapping.columns.status, text);
  const time = needed(header, mapping.columns.time, (_, value) => value);
  const column = header.cells[header.find(mapping.columns.time)]!.trim();
  return (cells) => [{ place: { word: status(cells) }, at: readTime(column, time(cells), times) }];
}

function wideMoves(
  mapping: Mapping,
  header: Header,
  times: TimeReading,
): (cells: readonly string[]) => Move[] {
  const steps: { at: number; column: string; place: Place; holds: Holds }[] = [];
  const lasts: { place: Place; holds: Holds }[] = [];
  for (const milestone of mapping.milestones) {
    const holds = condition(header, milestone.when);
    const place = { node: milestone.node };
    if ("last" in milestone) lasts.push({ place, holds });
    else {
      const at = header.find(milestone.column);
      steps.push({ at, column: header.cells[at]!.trim(), place, holds });
    }
  }
  return (cells) => {
    const moves: Move[] = [];
    for (const { at, column, place, holds } of steps) {
      const value = clean(cells[at]);
      if (!isNever(value) && holds(cells)) moves.push({ place, at: readTime(column, value, times) });
    }
    if (moves.length === 0) {
      throw new RowError("no_milestone", "没有一个环节有时间", "no milestone has a time");
    }
    const last = Math.max(...moves.map((move) => move.at));
    for (const { place, holds } of lasts) if (holds(cells)) moves.push({ place, at: last });
    return moves;
  };
}

type Holds = (cells: readonly string[]) => boolean;

function condition(header: Header, when: Condition | undefined): Holds {
  if (!when) return () => true;
  const at = header.find(when.column);
  const words = new Set(when.in.map(fold));
  return (cells) => words.has(fold(clean(cells[at])));
}

function refuseSurplus(cells: readonly string[], header: Header): void {
  const width = header.cells.length;
  if (cells.length <= width || cells.slice(width).every((cell) => cell.trim() === "")) return;
  throw new RowError(
    "too_many_cells",
    `这一行有 ${cells.length} 格，表头只有 ${width} 格，可能有逗号没加引号`,
    `the row has ${cells.length} cells, the header ${width}; a comma may lack its quotes`,
  );
}
