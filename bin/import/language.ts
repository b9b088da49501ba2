import type { Language } from "../../server/sources/csv/problem.ts";

/** The language of whoever sits at the terminal; Chinese where the environment names none. */
export function languageOf(env: Record<string, string | undefined>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^[a-z]{2}([_.-]|$)/i.test(locale) && !/^zh/i.test(locale) ? "en" : "zh";
}
