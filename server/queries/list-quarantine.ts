import {
  groupQuarantine,
  type QuarantineFilter,
  type QuarantineRow,
  searchQuarantine,
} from "../../db/stores/quarantine-list.ts";
import type { Context } from "../platform/context.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { iso, isoOrNull, withInstants } from "./present-order.ts";

/** `seen`: how often it arrived. */
export type QuarantineItem = Omit<QuarantineRow, "receivedAt" | "settledAt"> & {
  receivedAt: string;
  settledAt: string | null;
};

export interface QuarantinePage {
  /** Items that match in all; on the first page only, like the groups they fall into. */
  total: number | null;
  groups:
    | { code: string; word: string | null; items: number; orders: number; latestReceivedAt: string }[]
    | null;
  items: QuarantineItem[];
  nextCursor: string | null;
}

/**
 * What waits for a person because it could not be placed.
 * @throws CursorError
 */
export async function listQuarantine(
  { sql }: Pick<Context, "sql">,
  filter: QuarantineFilter,
  page: { cursor: string | null; limit: number },
): Promise<QuarantinePage> {
  const before = page.cursor ? readCursor(page.cursor, ["id"])[0] : null;
  const [found, groups] = await Promise.all([
    searchQuarantine(sql, filter, { before, limit: page.limit + 1 }),
    before === null ? groupQuarantine(sql, filter) : null,
  ]);
  const items = found.slice(0, page.limit);
  return {
    total: groups?.reduce((sum, group) => sum + group.items, 0) ?? null,
    groups: groups?.map((group) => ({ ...group, latestReceivedAt: iso(group.latestReceivedAt) })) ?? null,
    items: items.map(present),
    nextCursor: found.length > page.limit ? writeCursor([items.at(-1)!.id]) : null,
  };
}

function present({ receivedAt, settledAt, event, ...row }: QuarantineRow): QuarantineItem {
  const readable = withInstants(event);
  for (const part of ["promise", "order"] as const) {
    if (event[part]) readable[part] = withInstants(event[part] as object);
  }
  return { ...row, receivedAt: iso(receivedAt), settledAt: isoOrNull(settledAt), event: readable };
}
