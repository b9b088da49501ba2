import type { Sql } from "../../db/sql.ts";
import { readDirectory as readRows } from "../../db/stores/directory.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import type { Context } from "../platform/context.ts";

/** Another process's change is seen after so long; this process's own at once. */
const TRUST_MS = 1_000;

const known = new WeakMap<Sql, { directory: Promise<Directory>; readAt: number }>();

/** Everybody who can be told: at most a second old. */
export function readDirectory({ sql, clock }: Pick<Context, "sql" | "clock">): Promise<Directory> {
  const last = known.get(sql);
  const now = clock.machineNow();
  if (last && Math.abs(now - last.readAt) < TRUST_MS) return last.directory;
  const directory = readRows(sql);
  const read = { directory, readAt: now };
  known.set(sql, read);
  // What failed is no answer to the next who asks.
  directory.catch(() => {
    if (known.get(sql) === read) known.delete(sql);
  });
  return directory;
}

/** What was read is stale: this process changed it. */
export function forgetDirectory({ sql }: Pick<Context, "sql">): void {
  known.delete(sql);
}
