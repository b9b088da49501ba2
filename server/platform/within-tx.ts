import type { Sql, Tx } from "../../db/sql.ts";
import type { Context } from "./context.ts";

/**
 * The same context, reading through a transaction that is open: who holds one connection and waits for another can wait
 * for ever, when all the others do so too.
 */
export function withinTx(context: Context, tx: Tx): Context {
  return {
    ...context,
    sql: tx as unknown as Sql,
    settings: { get: (revision) => context.settings.get(revision, tx) },
    rules: { get: (revision) => context.rules.get(revision, tx) },
  };
}
