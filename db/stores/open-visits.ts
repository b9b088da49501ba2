import type { Sql } from "../sql.ts";
import { allStaysWithin } from "./stays.ts";
import type { Fragment } from "./visit-conditions.ts";

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
 * hence one snapshot.
 */
export async function* readOpenVisits(sql: Sql, atMs: number): AsyncGenerator<OpenVisitRow[]> {
  yield* sql<OpenVisitRow[]>`
    select ${columns(sql)} from ${allStaysWithin(sql, atMs, atMs)} v`.cursor(BATCH_ROWS);
}

/** The same for every visit that was open at some moment of [fromMs, toMs], with when it was left. */
export async function* readStays(
  sql: Sql,
  fromMs: number,
  toMs: number,
): AsyncGenerator<(OpenVisitRow & { leftAt: number | null })[]> {
  yield* sql<(OpenVisitRow & { leftAt: number | null })[]>`
    select ${columns(sql)}, ${epochMs(sql, "left_at")} as "leftAt"
    from ${allStaysWithin(sql, fromMs, toMs)} v`.cursor(BATCH_ROWS);
}

function columns(sql: Sql): Fragment {
  return sql`order_id::float8 as "orderId", node, ${epochMs(sql, "entered_at")} as "enteredAt",
      ${epochMs(sql, "warn_at")} as "warnAt", ${epochMs(sql, "due_at")} as "dueAt",
      ${epochMs(sql, "promise_at")} as "promiseAt"`;
}

/** Numbers instead of timestamps: the rows of a large board are parsed in less than half of the time. */
function epochMs(sql: Sql, column: string): Fragment {
  return sql`round(date_part('epoch', ${sql(column)}) * 1000)`;
}
