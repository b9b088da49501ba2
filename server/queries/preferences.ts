import { type Preferences, readUserPreferences } from "../../db/stores/preferences.ts";
import type { Context } from "../platform/context.ts";

/** The language and theme that a user chose; null when there is no such user. */
export async function readPreferences(
  { sql }: Pick<Context, "sql">,
  userId: string,
): Promise<Preferences | null> {
  return await readUserPreferences(sql, userId);
}
