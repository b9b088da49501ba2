import type { Sql } from "../sql.ts";

/** An open visit as the board counts it. Times in epoch ms. */
export interface OpenVisitRow {
  orderId: number;
  node: string;
  enteredAt: number;
  warnAt: number | null;
  dueAt: number | null;
  promiseAt: number | null;
}

const BATCH_ROWS = 5_000;

/**
 * Every visit open at an instant (enteredAt ≤ t < leftAt), streamed: at most one batch is in memory. One statement,
 * hence one snapshot. The two halves each have their partial index.
 */
export async function* readOpenVisits(sql: Sql, atMs: number): AsyncGenerator<OpenVisitRow[]> {
  const at = new Date(atMs);
  yield* sql<OpenVisitRow[]>`
    select order_id as "orderId", node, entered_at as "enteredAt", warn_at as "warnAt", due_at as "dueAt",
      promise_at as "promiseAt"
    from visits where left_at is null and entered_at <= ${at}
    union all
    select order_id, node, entered_at, warn_at, due_at, promise_at
    from visits where left_at > ${at} and entered_at <= ${at}`.cursor(BATCH_ROWS);
}
