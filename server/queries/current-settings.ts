import type { SettingsHistory } from "../../domain/settings/types.ts";
import type { Context } from "../platform/context.ts";

/** The settings as they are committed now: whoever has just changed them sees his change. */
export async function currentSettings({
  sql,
  settings,
}: Pick<Context, "sql" | "settings">): Promise<SettingsHistory> {
  const [row] = await sql<{ revision: number }[]>`select revision from settings_revision`;
  return settings.get(row?.revision);
}
