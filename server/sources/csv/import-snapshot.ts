import type { OrderSighting, Snapshot, SnapshotResult } from "../../commands/record-snapshot.ts";
import { type Refusals, refuse } from "./import-file.ts";
import type { ReadRow } from "./order-events.ts";
import { RowError } from "./problem.ts";
import type { ReadOrders } from "./read-orders.ts";
import { orderSighting } from "./snapshot-order.ts";

export interface SnapshotOptions extends Refusals, Pick<Snapshot, "lookUp"> {
  record(orders: OrderSighting[]): Promise<SnapshotResult>;
  signal: AbortSignal;
  /** Hears of rows whose order has been recorded. */
  onRows(done: number): void;
}

/** Orders of one transaction. */
const BATCH_ORDERS = 500;

interface Batch {
  orders: OrderSighting[];
  rows: ReadRow[][];
}

/**
 * Records the orders of a snapshot, batch by batch, in constant memory.
 * @returns whether it came to the end; false when the signal stopped it between two batches
 * @throws when the database is away: what was recorded stays, and a re-run goes on from there
 */
export async function recordSnapshotOrders(read: ReadOrders, options: SnapshotOptions): Promise<boolean> {
  const { counts, signal, lookUp } = options;
  let done = 0;
  let batch: Batch = { orders: [], rows: [] };
  const send = async () => {
    if (batch.orders.length > 0) await recordBatch(batch, options);
    done += batch.rows.reduce((sum, rows) => sum + rows.length, 0);
    options.onRows(done);
    batch = { orders: [], rows: [] };
  };
  for await (const { rows } of read.orders()) {
    if (signal.aborted) return false;
    counts.orders++;
    try {
      const { sighting, repeatedRows } = orderSighting(rows, lookUp);
      counts.repeatedRows += repeatedRows;
      batch.orders.push(sighting);
      batch.rows.push(rows);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      refuse(rows, error.problem, options);
    }
    if (batch.orders.length >= BATCH_ORDERS) await send();
  }
  if (signal.aborted) return false;
  await send();
  return true;
}

async function recordBatch(batch: Batch, options: SnapshotOptions): Promise<void> {
  const { counts } = options;
  const result = await options.record(batch.orders);
  counts.accepted += result.accepted;
  counts.duplicates += result.duplicates;
  counts.still += result.still;
  counts.unchanged += result.unchanged;
  for (const word of result.quarantined) counts.quarantined.count(word);
  const refused = new Set<number>();
  for (const { index, code, detail } of result.refused) {
    refused.add(index);
    refuse(batch.rows[index]!, problemOf(code, detail), options);
  }
  batch.rows.forEach((rows, index) => {
    if (!refused.has(index)) counts.inRows += rows.length;
  });
}

const REASONS: Record<string, string> = {
  contradicts_export: "同一时刻的另一份导出里这一单不一样，请用 --exported-at 说明哪份在后",
};

function problemOf(code: string, detail: string) {
  return { code, zh: REASONS[code] ?? detail, en: detail };
}
