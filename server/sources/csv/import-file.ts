import type { LookUp } from "../../../domain/order/status-word.ts";
import type { IncomingEvent } from "../../../domain/order/types.ts";
import type { RecordResult } from "../../commands/record-events.ts";
import { type OrderRules, orderEvents, type ReadRow } from "./order-events.ts";
import { type Problem, RowError } from "./problem.ts";
import type { ReadOrder, ReadOrders } from "./read-orders.ts";
import type { RefusedFile } from "./refused-file.ts";
import type { ImportCounts } from "./tally.ts";

/** Where rows that do not come in go. */
export interface Refusals {
  counts: ImportCounts;
  refused: RefusedFile;
}

export interface RecordOptions extends Refusals {
  source: string;
  binds: OrderRules["binds"];
  /** Epoch ms; what happened later is left out. null: nothing is. */
  asOf: number | null;
  lookUp: LookUp;
  record(batch: IncomingEvent[]): Promise<RecordResult>;
  signal: AbortSignal;
  /** Hears of rows whose order has been recorded. */
  onRows(done: number): void;
}

/** Events of one transaction; an order's events stay together unless they alone are more. */
const BATCH_EVENTS = 1_000;
/** Batches under way at once: one is folded here while another is written there. */
const IN_FLIGHT = 2;

interface Batch {
  events: IncomingEvent[];
  rows: ReadRow[][];
  /** Rows of the imported file in it. */
  fileRows: number;
  /** Rows of all files in it. */
  size: number;
}

const emptyBatch = (): Batch => ({ events: [], rows: [], fileRows: 0, size: 0 });

/**
 * Records the orders of a file, batch by batch, in constant memory.
 * @returns whether it came to the end; false when the signal stopped it between two batches
 * @throws when the database is away: what was recorded stays, and a re-run goes on from there
 */
export async function recordOrders(read: ReadOrders, options: RecordOptions): Promise<boolean> {
  const { counts, signal } = options;
  const refusedRows = new WeakSet<ReadRow>();
  const underWay = new Set<Promise<void>>();
  let failure: unknown = null;
  let done = 0;
  let finished = false;
  const send = async (batch: Batch): Promise<boolean> => {
    while (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
    if (failure !== null) throw failure;
    if (signal.aborted) return false;
    const sending: Promise<void> = recordBatch(batch, options, refusedRows)
      .then(() => {
        done += batch.size;
        options.onRows(done);
      })
      .catch((error) => {
        failure = error;
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
    return true;
  };
  let batch = emptyBatch();
  try {
    for await (const order of read.orders()) {
      if (signal.aborted) return false;
      const made = eventsOf(order, options, refusedRows);
      if (batch.events.length > 0 && batch.events.length + made.events.length > BATCH_EVENTS) {
        if (!(await send(batch))) return false;
        batch = emptyBatch();
      }
      counts.orders++;
      // Not by spreading: an order of a hundred thousand rows would not fit on the stack.
      for (const event of made.events) batch.events.push(event);
      for (const rows of made.rows) batch.rows.push(rows);
      batch.fileRows += made.refused ? 0 : order.rows.length;
      batch.size += order.rows.length + order.additions.length;
    }
    finished = await send(batch);
  } finally {
    await Promise.all(underWay);
  }
  if (failure !== null) throw failure;
  return finished;
}

function eventsOf(
  order: ReadOrder,
  options: RecordOptions,
  refusedRows: WeakSet<ReadRow>,
): Pick<Batch, "events" | "rows"> & { refused: boolean } {
  const { counts, asOf } = options;
  try {
    const { built, duplicateRows, still } = orderEvents(order.rows, order.additions, options);
    const past = asOf === null ? built : built.filter(({ event }) => event.occurredAt <= asOf);
    counts.repeatedRows += duplicateRows;
    counts.still += still;
    counts.leftOut += built.length - past.length;
    return { events: past.map(({ event }) => event), rows: past.map(({ rows }) => rows), refused: false };
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    refuse(order.rows, error.problem, options, refusedRows);
    return { events: [], rows: [], refused: true };
  }
}

async function recordBatch(
  batch: Batch,
  options: RecordOptions,
  refusedRows: WeakSet<ReadRow>,
): Promise<void> {
  const { counts } = options;
  let refusedHere = 0;
  for (let from = 0; from < batch.events.length; from += BATCH_EVENTS) {
    const events = batch.events.slice(from, from + BATCH_EVENTS);
    const result = await options.record(events);
    counts.accepted += result.accepted;
    counts.duplicates += result.duplicates;
    for (const { index } of result.quarantined) {
      counts.quarantined.count(events[index]!.statusWord ?? events[index]!.node ?? "");
    }
    for (const { index, code, detail } of result.rejected) {
      refusedHere += refuse(batch.rows[from + index]!, problemOf(code, detail), options, refusedRows);
    }
  }
  counts.inRows += batch.fileRows - refusedHere;
}

/**
 * Puts rows into the file of refused ones, each once.
 * @returns how many of them had not been refused before
 */
export function refuse(
  rows: readonly ReadRow[],
  problem: Problem,
  { counts, refused }: Refusals,
  refusedRows = new WeakSet<ReadRow>(),
): number {
  counts.refused.count(problem.code);
  const fresh = rows.filter((row) => !refusedRows.has(row));
  for (const row of fresh) {
    refusedRows.add(row);
    refused.add(String(row.line), problem, row.cells);
  }
  counts.refusedRows += fresh.length;
  return fresh.length;
}

const REASONS: Record<string, string> = {
  in_the_future: "时间在未来，还没有发生",
  id_reused: "同一行以前导入过，内容却不同",
};

function problemOf(code: string, detail: string): Problem {
  return { code, zh: REASONS[code] ? `${REASONS[code]}（${detail}）` : detail, en: detail };
}
