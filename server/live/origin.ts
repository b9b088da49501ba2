import { readDatabaseIdentity } from "../../db/stores/board-changes.ts";
import type { Context } from "../platform/context.ts";

/** Grows when a board is laid out otherwise: one of an older version is then built anew. */
const LAYOUT = 2;

/**
 * Names the Redis process and the database that a board belongs to. A Redis that was restarted from a file, or whose
 * replica took over, may have lost the last changes without saying so; a board of another database is no board at all.
 */
export async function readOrigin({ redis, sql }: Pick<Context, "redis" | "sql">): Promise<string> {
  const [info, database] = await Promise.all([redis.info("server"), readDatabaseIdentity(sql)]);
  const run = /^run_id:(\S+)/m.exec(info)?.[1] ?? "";
  return `${run}/${database}/${LAYOUT}`;
}
