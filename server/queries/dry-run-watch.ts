import { readFolded } from "../../db/stores/orders.ts";
import { holdsNow } from "../../domain/order/watches.ts";
import { compileVersion, WATCH_PREFIX } from "../../domain/watch/compile.ts";
import { checkSpec, type WatchSpec, watchNode, zoneOf } from "../../domain/watch/spec.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";

/** Orders named in the answer; the count is of all. */
export const LISTED_ORDERS = 20;

export interface WatchDryRun {
  /** Open orders of which the condition holds now. */
  holds: number;
  /** Of those, the ones that are not in this watch yet, and the ones that would leave it. */
  enters: number;
  leaves: number;
  /** The first of those of which it holds, by their place in the database. */
  orderNos: string[];
}

/**
 * What a watch would do if it were set now. Nothing is changed.
 * @param key of the rule that it would change; null: a new one
 */
export async function dryRunWatch(
  context: Pick<Context, "sql" | "settings">,
  key: string | null,
  spec: WatchSpec,
): Promise<{ ok: true; result: WatchDryRun } | { ok: false; field: string; detail: string }> {
  const settings = await currentSettings(context);
  const reads = checkSpec(spec, settings);
  if ("detail" in reads) return { ok: false, ...reads };
  const name = key ?? "dry_run";
  const version = compileVersion(
    watchNode(name, spec, { rank: 0, cutoffTimezone: zoneOf(settings), validFrom: 0 }),
  );
  const token = `${WATCH_PREFIX}${name}`;
  const result: WatchDryRun = { holds: 0, enters: 0, leaves: 0, orderNos: [] };
  for await (const orders of readFolded(context.sql, reads.nodes && [...reads.nodes], token)) {
    for (const { orderNo, folded } of orders) {
      const isIn = key !== null && folded.state.tokens.get(token)?.visit !== undefined;
      const on = holdsNow(folded, version);
      if (isIn && !on) result.leaves++;
      if (!on) continue;
      result.holds++;
      if (!isIn) result.enters++;
      if (result.orderNos.length < LISTED_ORDERS) result.orderNos.push(orderNo);
    }
  }
  return { ok: true, result };
}
