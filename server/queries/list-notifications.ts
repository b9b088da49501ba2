import {
  type LedgerFilter,
  readAttemptsOf,
  searchNotifications,
} from "../../db/stores/notification-search.ts";
import type { NotificationView } from "../../domain/wire/alerts.ts";
import type { Context } from "../platform/context.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { presentNotification } from "./present-alert.ts";
import { iso } from "./present-order.ts";

export interface LedgerQuestion {
  filter: LedgerFilter;
  cursor: string | null;
  limit: number;
}

export interface NotificationPage {
  asOf: string;
  notifications: NotificationView[];
  nextCursor: string | null;
}

/**
 * The ledger: notifications with every try of each, the newest first.
 * @throws CursorError
 */
export async function listNotifications(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  { filter, cursor, limit }: LedgerQuestion,
): Promise<NotificationPage> {
  const [createdAt, id] = cursor ? readCursor(cursor, ["instant", "uuid"]) : [];
  const after = id === undefined ? null : { createdAt: createdAt!, id };
  const found = await searchNotifications(sql, filter, { after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const attempts = await readAttemptsOf(
    sql,
    shown.map((row) => row.id),
  );
  const last = shown.at(-1);
  return {
    asOf: iso(clock.shopNow()),
    notifications: shown.map((row) =>
      presentNotification(
        row,
        attempts.filter((attempt) => attempt.notificationId === row.id),
        clock,
      ),
    ),
    nextCursor: found.length > limit && last ? writeCursor([last.createdAt, last.id]) : null,
  };
}
