import { DEFAULT_LOCALE, type Locale } from "../../language.ts";

const inLanguage = (path: string, locale: Locale) =>
  locale === DEFAULT_LOCALE ? path : `${path}?lang=${locale}`;

export const tvsHref = (locale: Locale) => inLanguage("/tvs", locale);
export const pairHref = (locale: Locale) => inLanguage("/tvs/pair", locale);
export const playlistsHref = (locale: Locale) => inLanguage("/tvs/playlists", locale);
export const remoteHref = (id: string, locale: Locale) => inLanguage(`/tvs/${id}/remote`, locale);
