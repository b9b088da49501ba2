import type { Sql } from "../sql.ts";

/** How a user wants the screens. */
export interface Preferences {
  language: string;
  theme: string;
}

/** null when there is no such user. */
export async function readUserPreferences(sql: Sql, userId: string): Promise<Preferences | null> {
  const [row] = await sql<Preferences[]>`select language, theme from users where id = ${userId}`;
  return row ?? null;
}

/** Changes what is given; a user who is gone is left so. */
export async function writeUserPreferences(
  sql: Sql,
  userId: string,
  { language = null, theme = null }: { language?: string | null; theme?: string | null },
): Promise<void> {
  await sql`
    update users set language = coalesce(${language}::text, language), theme = coalesce(${theme}::text, theme)
    where id = ${userId}`;
}
