import { countHeld } from "../../db/stores/watch-counts.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { NodeVersion } from "../../domain/settings/types.ts";
import { WATCH_PREFIX } from "../../domain/watch/compile.ts";
import { readCondition } from "../../domain/watch/condition.ts";
import { specOf, type WatchSpec } from "../../domain/watch/spec.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";
import { iso } from "./present-order.ts";

export interface WatchView extends WatchSpec {
  /** Of the rule. */
  key: string;
  /** Of its node, which is its token too. */
  node: string;
  rank: number;
  validFrom: string;
  /** Orders that are in it now. */
  holds: number;
  /** Why nothing can hold: a condition that this version cannot read; null: it can. */
  problem: string | null;
}

/** Every watch, switched off or not, in rank order. */
export async function listWatches(context: Pick<Context, "sql" | "settings">): Promise<WatchView[]> {
  const [settings, held] = await Promise.all([currentSettings(context), countHeld(context.sql)]);
  return nodesByRank(settings)
    .filter(({ kind }) => kind === "watch")
    .map((node) => viewOf(node, held.get(node.key) ?? 0));
}

function viewOf(node: NodeVersion, holds: number): WatchView {
  const reads = readCondition(node.watch!.condition);
  return {
    ...specOf(node),
    key: node.key.slice(WATCH_PREFIX.length),
    node: node.key,
    rank: node.rank,
    validFrom: iso(node.validFrom),
    holds,
    problem: "detail" in reads ? `${reads.field}: ${reads.detail}` : null,
  };
}
