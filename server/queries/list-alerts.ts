import {
  type AlertFilter,
  countAlerts,
  readLastResolvedAt,
  searchAlerts,
} from "../../db/stores/alert-search.ts";
import type { AlertPage } from "../../domain/wire/alerts.ts";
import type { Context } from "../platform/context.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { presentAlert } from "./present-alert.ts";
import { iso, isoOrNull } from "./present-order.ts";

export interface AlertQuestion {
  filter: AlertFilter;
  cursor: string | null;
  limit: number;
}

/**
 * Alerts, the newest first, a page at a time.
 * @throws CursorError
 */
export async function listAlerts(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  { filter, cursor, limit }: AlertQuestion,
): Promise<AlertPage> {
  const [openedAt, id] = cursor ? readCursor(cursor, ["instant", "uuid"]) : [];
  const after = id === undefined ? null : { openedAt: openedAt!, id };
  const [found, total, lastResolvedAt] = await Promise.all([
    searchAlerts(sql, filter, { after, limit: limit + 1 }),
    after ? null : countAlerts(sql, filter),
    readLastResolvedAt(sql),
  ]);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    asOf: iso(clock.shopNow()),
    total,
    alerts: shown.map(presentAlert),
    lastResolvedAt: isoOrNull(lastResolvedAt),
    nextCursor: found.length > limit && last ? writeCursor([last.openedAt, last.id]) : null,
  };
}
