import { writeUserPreferences } from "../../db/stores/preferences.ts";
import type { Context } from "../platform/context.ts";

/** Keeps how somebody wants the screens; nobody else is concerned, so it leaves no audit row. */
export async function keepPreferences(
  { sql }: Pick<Context, "sql">,
  userId: string,
  chosen: { language?: "zh-CN" | "en"; theme?: "light" | "dark" | "system" },
): Promise<void> {
  await writeUserPreferences(sql, userId, chosen);
}
