import "server-only";
import { CHANGES_HOURS_MAX } from "../../domain/wire/changes.ts";
import { REPLAY_DAYS } from "../../domain/wire/replay.ts";
import type { Who } from "../../server/auth/find-who.ts";
import { changedVisits } from "../../server/queries/changed-visits.ts";
import { readChanges } from "../../server/queries/changes.ts";
import { CursorError } from "../../server/queries/cursor.ts";
import type { ChangesPageData, ChangesQuery } from "../_ui/desk/changes/types.ts";
import { webContext } from "./context.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const VISITS_PER_PAGE = 100;
/** A clock that is a little behind the page's own must not call the present the future (ms). */
const FUTURE_TOLERANCE_MS = 1_000;

/** Why a question about two moments has no answer. */
export type ChangesRefusal = "future" | "order" | "old" | "long" | "cursor";

/** What happened between two moments, and the visits behind one of its numbers; or why it cannot be told. */
export async function changesBetween(
  query: ChangesQuery,
  who: Who,
): Promise<ChangesPageData | ChangesRefusal> {
  const context = webContext();
  const nowMs = context.clock.shopNow();
  const window = { fromMs: query.fromMs, toMs: Math.min(query.toMs, nowMs) };
  if (query.toMs > nowMs + FUTURE_TOLERANCE_MS) return "future";
  if (window.fromMs > window.toMs) return "order";
  if (window.fromMs < nowMs - REPLAY_DAYS * DAY_MS) return "old";
  if (window.toMs - window.fromMs > CHANGES_HOURS_MAX * HOUR_MS) return "long";
  try {
    const [changes, list] = await Promise.all([
      readChanges(context, window, who.rights),
      query.show === null
        ? null
        : changedVisits(context, {
            ...window,
            change: query.show,
            node: query.node,
            cursor: query.cursor,
            limit: VISITS_PER_PAGE,
          }),
    ]);
    return { changes, list };
  } catch (error) {
    if (error instanceof CursorError) return "cursor";
    throw error;
  }
}
