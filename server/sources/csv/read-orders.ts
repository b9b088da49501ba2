import { rm } from "node:fs/promises";
import path from "node:path";
import { clean } from "./cells.ts";
import { type Companion, openCompanion } from "./companion.ts";
import { type Defaults, type Interpret, interpreter } from "./interpret.ts";
import type { Mapping } from "./mapping.ts";
import type { Addition, ReadRow } from "./order-events.ts";
import { RowError } from "./problem.ts";
import type { RefusedFile } from "./refused-file.ts";
import { openSource } from "./source-file.ts";
import { type Kept, Spill } from "./spill.ts";
import { openTableWith } from "./table.ts";
import type { ImportCounts } from "./tally.ts";

export interface ReadOptions {
  file: string;
  /** The file is read with the first of them whose columns it has. */
  mappings: readonly Mapping[];
  defaults: Defaults;
  /** A folder for what does not fit into memory; it is removed again. */
  workFolder: string;
  counts: ImportCounts;
  refused: RefusedFile;
  signal: AbortSignal;
  /** Hears of bytes taken from disk and of all there are. */
  onBytes(done: number, total: number): void;
}

/** One order as a file and its companion tell it. */
export interface ReadOrder {
  rows: ReadRow[];
  additions: Addition[];
}

/** A file that was read to its end: its orders can be taken once. */
export interface ReadOrders {
  /** The one it was read with. */
  mapping: Mapping;
  /** The rows above its header. */
  above: string[][];
  /** Rows kept, of the file and its companion. */
  kept: number;
  orders(): AsyncGenerator<ReadOrder>;
  close(): void;
}

/** A packed workbook unpacks to about this many times its size. */
const WORKBOOK_RATIO = 8;
const MAIN = 0;
const COMPANION = 1;

/**
 * Reads a file to its end before anything of it is recorded, so that a damaged one leaves nothing behind, and brings
 * each order's rows together. Rows that cannot be read go to `refused`.
 * @throws FileError when the file cannot be read as orders; AbortError from the signal
 */
export async function readOrders(options: ReadOptions): Promise<ReadOrders> {
  const { counts, refused, signal } = options;
  const source = await openSource(options.file);
  let totalBytes = source.bytes;
  let doneBytes = 0;
  const onBytes = (count: number) => {
    doneBytes += count;
    options.onBytes(Math.min(doneBytes, totalBytes), totalBytes);
  };
  const { table, mapping } = await openTableWith(source, options.mappings, onBytes);
  const companion = await openCompanion(mapping, options.file, options.defaults);
  totalBytes += companion?.source.bytes ?? 0;
  const expected = source.kind === "xlsx" ? source.bytes * WORKBOOK_RATIO : source.contentBytes;
  await rm(options.workFolder, { recursive: true, force: true });
  const spill = new Spill(options.workFolder, expected + (companion?.source.contentBytes ?? 0));
  let kept = 0;
  try {
    const interpret = interpreter(mapping, table.header, options.defaults);
    const heading = table.header.cells;
    refused.columns(heading);
    for await (const { line, cells } of table.rows) {
      signal.throwIfAborted();
      if (cells.every((cell) => cell.trim() === "") || isSame(cells, heading)) continue;
      const read = attempt(() => interpret(cells));
      if (read instanceof RowError && isFooter(cells, read)) continue;
      counts.rows++;
      if (read instanceof RowError) {
        counts.refusedRows++;
        counts.refused.count(read.problem.code);
        refused.add(String(line), read.problem, cells);
        continue;
      }
      spill.add(read.orderNo, [MAIN, line, cells]);
      kept++;
    }
    if (companion) kept += await keepAdditions(companion, spill, options, onBytes);
    return {
      mapping,
      above: table.above,
      kept,
      orders: () => orders(spill, interpret, companion, counts),
      close: () => spill.close(),
    };
  } catch (error) {
    spill.close();
    refused.discard();
    throw error;
  }
}

/** Exports that were glued together repeat the header. */
function isSame(cells: readonly string[], heading: readonly string[]): boolean {
  return (
    cells[0] === heading[0] &&
    cells.length === heading.length &&
    cells.every((cell, i) => cell === heading[i])
  );
}

function attempt<T>(read: () => T): T | RowError {
  try {
    return read();
  } catch (error) {
    if (error instanceof RowError) return error;
    throw error;
  }
}

/** Sums, remarks and rulers below (or between) the rows; a row that reads as an order never is one. */
function isFooter(cells: readonly string[], error: RowError): boolean {
  if (!["missing", "no_milestone"].includes(error.problem.code)) return false;
  const first = clean(cells.find((cell) => clean(cell) !== ""));
  return /^(#|-{3,}|={3,}|合计|总计|小计|总交易|汇总|共\s*\d|导出|注[:：]|备注[:：]|total\b|subtotal\b|sum\b)/i.test(
    first,
  );
}

async function keepAdditions(
  companion: Companion,
  spill: Spill,
  { counts, refused, signal }: ReadOptions,
  onBytes: (count: number) => void,
): Promise<number> {
  let kept = 0;
  for await (const { line, cells } of companion.rows(onBytes)) {
    signal.throwIfAborted();
    const orderNo = attempt(() => {
      companion.read(cells);
      return companion.orderNo(cells);
    });
    if (orderNo instanceof RowError) {
      counts.refusedCompanionRows++;
      counts.refused.count(orderNo.problem.code);
      refused.add(`${path.basename(companion.source.path)}:${line}`, orderNo.problem, cells);
      continue;
    }
    spill.add(orderNo, [COMPANION, line, cells]);
    kept++;
  }
  return kept;
}

async function* orders(
  spill: Spill,
  interpret: Interpret,
  companion: Companion | null,
  counts: ImportCounts,
): AsyncGenerator<ReadOrder> {
  for await (const portion of spill.portions()) {
    for (const kept of portion.values()) {
      const order = toOrder(kept, interpret, companion);
      if (order.rows.length > 0) yield order;
      else counts.strayRows += kept.length;
    }
  }
}

function toOrder(kept: readonly Kept[], interpret: Interpret, companion: Companion | null): ReadOrder {
  const order: ReadOrder = { rows: [], additions: [] };
  for (const [file, line, cells] of kept) {
    if (file === MAIN) order.rows.push({ line, cells, facts: interpret(cells) });
    else order.additions.push(companion!.read(cells));
  }
  return order;
}
