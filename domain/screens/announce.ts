import type { AlertSummary } from "../wire/alerts.ts";
import type { NodeRow } from "../wire/board.ts";
import { nodesTaken } from "./news.ts";
import type { NewRed } from "./player.ts";

/** A red that the room hears of until somebody takes it. */
interface Ringing {
  node: string;
  sinceMs: number;
  nextAtMs: number;
}

/** What the room is yet to hear of; at most one entry a node. */
export type Announcements = readonly Ringing[];

export const NOTHING_TO_SAY: Announcements = [];

/** How often it is said again, in ms: every minute at first, later so that a room can work. */
export const SAY_AGAIN_MS = 60_000;
export const SAY_AGAIN_LATER_MS = 300_000;
export const LATER_AFTER_MS = 600_000;
/** Two sentences are at least so far apart (ms); what comes between is said together. */
export const BETWEEN_MS = 15_000;

/** Reds that only light up call nobody. */
const CALLING = new Set<NewRed["severity"]>([1, 2]);

/**
 * Takes in new reds. What somebody has already is said once and not again.
 * @param nowMs a stopwatch in ms
 * @param taken nodes whose alerts somebody has
 */
export function hearReds(
  state: Announcements,
  reds: readonly NewRed[],
  taken: ReadonlySet<string>,
  nowMs: number,
): Announcements {
  const calling = reds.filter(({ severity }) => CALLING.has(severity));
  if (calling.length === 0) return state;
  const nodes = new Set(calling.map(({ node }) => node));
  const once = Number.NEGATIVE_INFINITY;
  return [
    ...state.filter(({ node }) => !nodes.has(node)),
    ...[...nodes].map((node) => ({ node, sinceMs: taken.has(node) ? once : nowMs, nextAtMs: nowMs })),
  ];
}

/**
 * What a page that is loaded anew goes on saying: what is red, was raised with a flag or a call, and is nobody's yet.
 * For how long it has been said nobody knows here: once within a minute, then as seldom as what has long been said.
 * @param nodes those that the room hears of
 * @param shopNow epoch ms of shop time
 * @param nowMs a stopwatch in ms
 */
export function goOnSaying(
  nodes: readonly NodeRow[],
  alerts: AlertSummary | null,
  shopNow: number,
  nowMs: number,
): Announcements {
  const taken = nodesTaken(alerts, shopNow);
  const raised = new Set(
    alerts?.nodes.filter(({ key, stage }) => stage !== "chat" && !taken.has(key)).map(({ key }) => key),
  );
  return nodes
    .filter(({ key, red, severity }) => red > 0 && CALLING.has(severity) && raised.has(key))
    .map(({ key }) => ({ node: key, sinceMs: nowMs - LATER_AFTER_MS, nextAtMs: nowMs + SAY_AGAIN_MS }));
}

/** Leaves out what somebody has taken, or what is over. */
export function stopSaying(state: Announcements, nodes: Iterable<string>): Announcements {
  const over = new Set(nodes);
  const left = state.filter(({ node }) => !over.has(node));
  return left.length === state.length ? state : left;
}

/**
 * What is to be said now: every node whose time has come.
 * @param nowMs a stopwatch in ms
 * @param saidAtMs when something was last said
 */
export function sayNow(
  state: Announcements,
  nowMs: number,
  saidAtMs: number,
): { state: Announcements; nodes: string[] } {
  if (nowMs - saidAtMs < BETWEEN_MS) return { state, nodes: [] };
  const due = state.filter(({ nextAtMs }) => nextAtMs <= nowMs);
  if (due.length === 0) return { state, nodes: [] };
  const next = state.flatMap((ringing) => {
    if (ringing.nextAtMs > nowMs) return [ringing];
    if (ringing.sinceMs === Number.NEGATIVE_INFINITY) return [];
    const again = nowMs - ringing.sinceMs < LATER_AFTER_MS ? SAY_AGAIN_MS : SAY_AGAIN_LATER_MS;
    return [{ ...ringing, nextAtMs: nowMs + again }];
  });
  return { state: next, nodes: due.map(({ node }) => node) };
}
