import type { SettingsHistory } from "../settings/types.ts";
import { deadlinesOf, termsOf } from "../sla/deadlines.ts";
import type { Deadlines } from "../sla/light.ts";
import { type Rules, rulesOf } from "../watch/compile.ts";
import { dimensionsOf, effectivePromises, flagsOf, merge, noteHold } from "./facts.ts";
import { compareSequence, sequenceKey } from "./sequence.ts";
import { type FoldedOrder, type OpenVisit, tokenOf } from "./state.ts";
import { CLOSED, type Dimensions, MAIN_TOKEN, type OrderEvent, type OrderLine, type Visit } from "./types.ts";
import { followEvent, isMoveDue, isWatchMove, isWatchToken, lookBefore, passVersions } from "./watches.ts";

export interface VisitChange {
  visit: Visit;
  /** Whether the visit was open in the state that the fold began from. */
  known: boolean;
  /** Whether all that changed of a known visit is that it was left: what the next event of an order mostly does. */
  onlyLeft: boolean;
}

export interface FoldResult {
  /** Visits opened, closed or changed by these events, in the order in which they closed, the open ones last. */
  changes: VisitChange[];
  factsChanged: boolean;
  /** The new lines when the events replaced them. */
  lines: OrderLine[] | undefined;
}

/** Sorts events into their order's sequence (law 2), whatever order they arrived in. */
export function inSequence(events: readonly OrderEvent[], settings: SettingsHistory): OrderEvent[] {
  if (events.length === 1) return [events[0]!];
  const keyed = events.map((event) => ({ event, key: sequenceKey(event, settings) }));
  return keyed.sort((a, b) => compareSequence(a.key, b.key)).map(({ event }) => event);
}

/** Whether an event comes after all that the state has seen, so that the fold can go on from it. */
export function follows(event: OrderEvent, order: FoldedOrder, settings: SettingsHistory): boolean {
  const { last, settledAt } = order.state;
  if (event.occurredAt < settledAt) return false;
  return last === null || compareSequence(sequenceKey(event, settings), last) > 0;
}

/**
 * Goes on with the fold: applies events, in sequence and after all before them, to the order in place.
 * From an empty order and all its events this is the whole fold; fold(a ++ b) = fold(b) after fold(a).
 */
export function foldOnto(
  order: FoldedOrder,
  events: readonly OrderEvent[],
  settings: SettingsHistory,
): FoldResult {
  const { state, facts } = order;
  const known = new Set<OpenVisit>();
  for (const token of state.tokens.values()) if (token.visit) known.add(token.visit);
  const before = dimensionsOf(facts, state.flags);
  const result: FoldResult = { changes: [], factsChanged: false, lines: undefined };
  const rules = rulesOf(settings);
  let ends: Map<string, Visit> | null = null;
  const leave = (name: string, atMs: number) => {
    const token = tokenOf(state, name);
    const open = token.visit!;
    // A visit ends under the settings and facts of the instant at which it is left.
    const visit = ends?.get(name) ?? visitOf(order, name, open, atMs, settings);
    const isKnown = known.has(open);
    const onlyLeft = isKnown && sameDeadlines(open.deadlines, visit) && sameDimensions(before, visit);
    result.changes.push({ visit, known: isKnown, onlyLeft });
    if (isWatchToken(name)) state.tokens.delete(name);
    else delete token.visit;
  };
  const dueAt = (name: string, atMs: number) =>
    deadlinesAt(order, name, tokenOf(state, name).visit!, atMs, settings).dueAt;

  let seenAt = state.last?.occurredAt ?? Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const { occurredAt } = event;
    passVersions(order, rules, seenAt, occurredAt, leave);
    seenAt = occurredAt;
    // A source cannot move a watch's token, and an event of ours whose reason is gone says nothing.
    if (isWatchToken(event.token)) continue;
    if (isWatchMove(event) && !isMoveDue(order, rules, event, dueAt)) continue;
    const token = tokenOf(state, event.token);
    const moves = event.node !== null && event.node !== token.visit?.node;
    const seen = lookBefore(order, rules, event, moves);
    if (moves && token.visit) leave(event.token, occurredAt);
    // Which watches an event ends is known when its facts are in; they end under those before it, as other visits do.
    ends = event.order ? endsOfWatches(order, rules, occurredAt, settings) : null;
    applyFacts(order, event, result);
    if (moves && event.node !== CLOSED) {
      token.visit = { source: event.source, id: event.id, node: event.node!, enteredAt: occurredAt };
    }
    followEvent(order, rules, event, seen, leave, dueAt);
    ends = null;
  }
  const last = events[events.length - 1];
  if (last) state.last = sequenceKey(last, settings);
  passVersions(order, rules, seenAt, Number.POSITIVE_INFINITY, leave);

  const dimensionsChanged = !sameDimensions(before, dimensionsOf(facts, state.flags));
  for (const { visit, open } of openVisits(order, settings)) {
    const same = sameDeadlines(open.deadlines, visit) && !dimensionsChanged;
    if (!same) result.changes.push({ visit, known: known.has(open), onlyLeft: false });
    open.deadlines = { warnAt: visit.warnAt, dueAt: visit.dueAt, promiseAt: visit.promiseAt };
  }
  return result;
}

/** The open visits with their deadlines under the newest settings: for a change of settings, without any event. */
export function openVisits(
  order: FoldedOrder,
  settings: SettingsHistory,
): { visit: Visit; open: OpenVisit }[] {
  const visits: { visit: Visit; open: OpenVisit }[] = [];
  for (const [token, { visit: open }] of order.state.tokens) {
    if (open) visits.push({ visit: visitOf(order, token, open, null, settings), open });
  }
  return visits;
}

function applyFacts(order: FoldedOrder, event: OrderEvent, result: FoldResult): void {
  if (event.promise) {
    const token = tokenOf(order.state, event.token);
    token.promises ??= {};
    merge(token.promises, event.promise);
  }
  if (!event.order) return;
  const { lines, ...patch } = event.order;
  noteHold(order.state.holds, order.facts, patch, event.occurredAt);
  merge(order.facts, patch);
  if (lines !== undefined) {
    result.lines = lines ?? [];
    order.state.flags = flagsOf(result.lines);
  }
  result.factsChanged = true;
}

/** The open visits of watches as they are if they are left at an instant. */
function endsOfWatches(order: FoldedOrder, rules: Rules, atMs: number, settings: SettingsHistory) {
  const ends = new Map<string, Visit>();
  for (const { key } of rules.list) {
    const open = order.state.tokens.get(key)?.visit;
    if (open) ends.set(key, visitOf(order, key, open, atMs, settings));
  }
  return ends;
}

function visitOf(
  order: FoldedOrder,
  token: string,
  open: OpenVisit,
  leftAt: number | null,
  settings: SettingsHistory,
): Visit {
  return {
    openedBy: { source: open.source, id: open.id },
    token,
    node: open.node,
    enteredAt: open.enteredAt,
    leftAt,
    ...deadlinesAt(order, token, open, leftAt, settings),
    ...dimensionsOf(order.facts, order.state.flags),
  };
}

/** The deadlines of an open visit as they are when it is left at an instant; null: while it is not. */
function deadlinesAt(
  order: FoldedOrder,
  token: string,
  open: OpenVisit,
  leftAt: number | null,
  settings: SettingsHistory,
): Deadlines {
  const { tokens, holds } = order.state;
  const promises = effectivePromises(token, tokens.get(token)?.promises, tokens.get(MAIN_TOKEN)?.promises);
  return deadlinesOf(termsOf(settings, open.node, leftAt), open.enteredAt, promises, holds);
}

function sameDeadlines(a: Deadlines | undefined, b: Deadlines): boolean {
  return a !== undefined && a.warnAt === b.warnAt && a.dueAt === b.dueAt && a.promiseAt === b.promiseAt;
}

const DIMENSIONS = ["channel", "bulky", "custom", "warehouse", "carrier", "region", "segment"] as const;

function sameDimensions(a: Dimensions, b: Dimensions): boolean {
  return DIMENSIONS.every((dimension) => a[dimension] === b[dimension]);
}
