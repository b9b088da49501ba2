import { DEFAULT_LOCALE, type Locale } from "./language.ts";

/** What a link keeps: the language, and the moment when it is not now. */
export interface Where {
  locale: Locale;
  /** RFC 3339; null: now. */
  asOf: string | null;
}

export const wallHref = (where: Where) => hrefOf("/wall", {}, where);
export const deskHref = (where: Where) => hrefOf("/", {}, { ...where, asOf: null });

/** The orders behind a number; the query is the API's own (GET /api/v1/orders). */
export const ordersHref = (filter: Record<string, string | undefined>, where: Where) =>
  hrefOf("/orders", filter, where);

export const orderHref = (orderNo: string, where: Where) =>
  hrefOf("/order", { orderNo }, { ...where, asOf: null });

/** The alerts, open ones first. */
export const alertsHref = (filter: Record<string, string | undefined>, where: Where) =>
  hrefOf("/alerts", filter, { ...where, asOf: null });

export const alertHref = (id: string, where: Where) =>
  hrefOf(`/alerts/${encodeURIComponent(id)}`, {}, { ...where, asOf: null });

/** What happened between two moments (epoch ms). */
export const changesHref = (
  { fromMs, toMs }: { fromMs: number; toMs: number },
  where: Where,
  more: Record<string, string | undefined> = {},
) => hrefOf("/changes", { from: shortIso(fromMs), to: shortIso(toMs), ...more }, { ...where, asOf: null });

/** The board through a stretch of the past; the query is app/_ui/replay/range.ts's. */
export const replayHref = (query: Record<string, string>, where: Where) =>
  hrefOf("/wall", query, { ...where, asOf: null });

const shortIso = (ms: number): string => new Date(ms).toISOString().replace(/\.000Z$/, "Z");

/** The visits that were overdue at some moment of a window (epoch ms). */
export function overdueWindow(fromMs: number, toMs: number): { overdueFrom: string; overdueTo: string } {
  return { overdueFrom: new Date(fromMs).toISOString(), overdueTo: new Date(toMs).toISOString() };
}

function hrefOf(path: string, query: Record<string, string | undefined>, { locale, asOf }: Where): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  if (asOf !== null) parameters.set("asOf", asOf);
  if (locale !== DEFAULT_LOCALE) parameters.set("lang", locale);
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}
