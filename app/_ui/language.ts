export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "zh-CN";

/** Request header by which proxy.ts tells the layouts which language was asked for; empty: none was. */
export const LANG_HEADER = "x-andon-lang";
/** Request header by which proxy.ts tells pages their own path and query, to come back to after signing in. */
export const PATH_HEADER = "x-andon-path";

/** The language asked for by `?lang=`: anything that begins with "en" is English, all else Chinese. */
export function pickLocale(asked: string | null | undefined): Locale {
  return asked && /^en\b/i.test(asked) ? "en" : DEFAULT_LOCALE;
}
