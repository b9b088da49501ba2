import { isDeepStrictEqual } from "node:util";
import type { Tx } from "../../db/sql.ts";
import { lockOrdersById, readFolded } from "../../db/stores/orders.ts";
import { readRules } from "../../db/stores/policies.ts";
import { readSettings } from "../../db/stores/settings.ts";
import { endsBefore, holdsNow } from "../../domain/order/watches.ts";
import { newest, nodesByRank } from "../../domain/settings/history.ts";
import type { NodeVersion } from "../../domain/settings/types.ts";
import { compileVersion, WATCH_PREFIX } from "../../domain/watch/compile.ts";
import { FIRST_WATCH_RANK } from "../../domain/watch/defaults.ts";
import {
  checkSpec,
  specOf,
  timesOfNode,
  type WatchSpec,
  watchNode,
  zoneOf,
} from "../../domain/watch/spec.ts";
import type { Context } from "../platform/context.ts";
import { changingNodes, writeNodeVersion } from "./change-nodes.ts";
import { settleOrders } from "./fold-orders.ts";
import { type FoldTerms, termsNow } from "./plan-steps.ts";

export type SetWatch =
  | { ok: true; node: NodeVersion; created: boolean }
  | { ok: false; field: string; detail: string };

/** Rules of one shop: each event of an order is held against those that concern where it is. */
export const MAX_WATCHES = 100;
/** Orders brought up to date at a time. */
const CHUNK = 1_000;

/**
 * Makes a watch, or changes all of one, from now on (shop time): orders of which it holds enter it in the same
 * transaction, those of which it holds no longer leave it.
 * @param key of the rule, without `watch:`
 * @param actor who, for the audit
 */
export async function setWatch(
  context: Context,
  actor: string,
  key: string,
  spec: WatchSpec,
): Promise<SetWatch> {
  return changingNodes(context, (tx) => setWithin(tx, context, actor, key, spec));
}

/** The same within a transaction that owns the settings. */
export async function setWithin(
  tx: Tx,
  context: Context,
  actor: string,
  key: string,
  spec: WatchSpec,
): Promise<SetWatch> {
  const { clock } = context;
  const settings = await readSettings(tx);
  const checked = checkSpec(spec, settings);
  if ("detail" in checked) return { ok: false, ...checked };
  const versions = settings.nodes.get(`${WATCH_PREFIX}${key}`);
  const watches = nodesByRank(settings).filter((node) => node.kind === "watch");
  if (!versions && watches.length >= MAX_WATCHES) {
    return {
      ok: false,
      field: "key",
      detail: `there are ${MAX_WATCHES} watches already: change one of them`,
    };
  }
  const before = versions ? newest(versions) : null;
  const given = watchNode(key, spec, {
    rank: before?.rank ?? Math.max(FIRST_WATCH_RANK - 1, ...watches.map(({ rank }) => rank)) + 1,
    cutoffTimezone: before?.cutoffTimezone ?? zoneOf(settings),
    // Versions never begin out of order, even when two changes share a millisecond.
    validFrom: Math.max(clock.shopNow(), before?.validFrom ?? 0),
  });
  const next =
    spec.timesOf === null ? given : { ...given, ...timesOfNode(newest(settings.nodes.get(spec.timesOf)!)) };
  await writeWatch(tx, context, actor, next, before);
  return { ok: true, node: next, created: before === null };
}

/**
 * Gives the watches that have a node's times those that it has now. The caller owns the settings and has written the
 * node's version.
 */
export async function followTimes(tx: Tx, context: Context, actor: string, node: NodeVersion): Promise<void> {
  const times = timesOfNode(node);
  const followers = nodesByRank(await readSettings(tx)).filter(
    (watch) => watch.watch?.timesOf === node.key && !isDeepStrictEqual(timesOfNode(watch), times),
  );
  for (const before of followers) {
    const validFrom = Math.max(node.validFrom, before.validFrom);
    await writeWatch(tx, context, actor, { ...before, ...times, validFrom }, before);
  }
}

async function writeWatch(
  tx: Tx,
  context: Context,
  actor: string,
  next: NodeVersion,
  before: NodeVersion | null,
): Promise<void> {
  await writeNodeVersion(tx, context, next, {
    actor,
    action: before ? "watch.change" : "watch.create",
    detail: { before: before && specOf(before), after: specOf(next) },
  });
  const terms = termsNow(context, await readSettings(tx), await readRules(tx));
  await settleOpenOrders(tx, next, before, terms);
}

/** Lets open orders enter and leave a watch that has just changed. The caller owns the settings lock: no fold runs. */
async function settleOpenOrders(
  tx: Tx,
  node: NodeVersion,
  before: NodeVersion | null,
  terms: FoldTerms,
): Promise<void> {
  const version = compileVersion(node);
  const nodes = version.reads === null ? [] : version.reads.nodes;
  const concerned: number[] = [];
  for await (const orders of readFolded(tx, nodes && [...nodes], node.key)) {
    for (const { id, folded } of orders) {
      const isIn = folded.state.tokens.get(node.key)?.visit !== undefined;
      if (isIn || !endsBefore(folded, node.validFrom) || holdsNow(folded, version)) concerned.push(id);
    }
  }
  const retold = before !== null && before.severity !== node.severity ? node.key : null;
  for (let at = 0; at < concerned.length; at += CHUNK) {
    const orders = await lockOrdersById(tx, concerned.slice(at, at + CHUNK));
    await settleOrders(tx, orders, terms, node.validFrom, retold);
  }
}
