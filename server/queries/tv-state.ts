import { readTvStates } from "../../db/stores/tvs.ts";
import type { TvState } from "../../domain/screens/types.ts";
import type { Context } from "../platform/context.ts";

/** What a television shows; null: it was revoked, or there is none. */
export async function readTvState(context: Pick<Context, "sql">, id: string): Promise<TvState | null> {
  return (await readTvStates(context.sql, [id])).get(id) ?? null;
}
