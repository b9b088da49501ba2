import { type Rule, type Rules, type RuleVersion, ruleAt, WATCH_PREFIX } from "../watch/compile.ts";
import { Values } from "../watch/values.ts";
import { TOUCHES } from "../watch/variables.ts";
import { type FoldedOrder, tokenOf } from "./state.ts";
import { MAIN_TOKEN, type OrderEvent, OWN_SOURCE } from "./types.ts";

/** Whether an event of ours moves `main` because a watch has lasted. */
export function isWatchMove(event: OrderEvent): boolean {
  return event.source === OWN_SOURCE && event.id.startsWith(WATCH_PREFIX);
}

/** Ends the open visit of a token. */
export type Leave = (token: string, atMs: number) => void;

/** The dueAt of the open visit of a token, as it is if it is left at an instant. */
export type DueAt = (token: string, atMs: number) => number | null;

/** Whether a token is a watch's: no source moves it. */
export function isWatchToken(token: string): boolean {
  return token.startsWith(WATCH_PREFIX);
}

/**
 * Lets the versions of rules that begin after `seenAt` and until `untilMs` take effect on an order between its events.
 * What they change is noted in the state, so that an event from before it is met with a fold from the beginning.
 */
export function passVersions(
  order: FoldedOrder,
  rules: Rules,
  seenAt: number,
  untilMs: number,
  leave: Leave,
): void {
  const { state } = order;
  const after = Math.max(seenAt, state.settledAt);
  if ((rules.begins.at(-1) ?? after) <= after) return;
  for (const at of rules.begins) {
    if (at <= after) continue;
    if (at > untilMs) break;
    for (const rule of rules.list) {
      const version = rule.versions.find(({ validFrom }) => validFrom === at);
      if (!version) continue;
      const open = state.tokens.get(rule.key)?.visit !== undefined;
      const on = holdsNow(order, version);
      if (on === open) continue;
      state.settledAt = at;
      if (open) leave(rule.key, at);
      else enterByVersion(order, rule, at);
    }
  }
}

/** Whether nothing that an order has seen comes at or after an instant, so that a version from then on can be passed. */
export function endsBefore({ state }: FoldedOrder, atMs: number): boolean {
  return (state.last === null || state.last.occurredAt < atMs) && state.settledAt < atMs;
}

/** What an order looked like before an event, as far as rules ask for it. */
export interface Before {
  /** Where `main` was. */
  node: string | undefined;
  /** Bits of TOUCHES: what the event says something about. */
  touched: number;
  /** The variables of `rules.onChange`. */
  values: readonly unknown[];
}

/**
 * Looks at an order before an event is applied.
 * @param moves whether the event moves its token
 */
export function lookBefore(order: FoldedOrder, rules: Rules, event: OrderEvent, moves: boolean): Before {
  const isMain = event.token === MAIN_TOKEN;
  let touched = 0;
  if (moves) touched |= isMain ? TOUCHES.main : TOUCHES.tokens;
  if (event.promise && isMain) touched |= TOUCHES.promise;
  if (event.order) touched |= TOUCHES.order;
  if (event.order?.lines !== undefined) touched |= TOUCHES.lines;
  const node = order.state.tokens.get(MAIN_TOKEN)?.visit?.node;
  return { node, touched, values: restartValues(order, rules) };
}

/** After an event was applied: begins and ends the visits of watches, and begins them anew. */
export function followEvent(
  order: FoldedOrder,
  rules: Rules,
  event: OrderEvent,
  before: Before,
  leave: Leave,
  dueAt: DueAt,
): void {
  let changed: Set<string> | undefined;
  for (const rule of rules.list) {
    const open = order.state.tokens.get(rule.key)?.visit;
    const version = ruleAt(rule, event.occurredAt);
    if (!version || !mayHold(order, version)) {
      if (open) leave(rule.key, event.occurredAt);
      continue;
    }
    const on = concerns(version, event, before) ? version.test(order) : open !== undefined;
    if (on && !open) enterByEvent(order, rule, event);
    else if (!on && open) leave(rule.key, event.occurredAt);
    else if (on && open && open.enteredAt < event.occurredAt) {
      changed ??= changedVariables(order, rules, before);
      if (beginsAnew(version, event, changed)) beginAnew(order, rule, event, leave, dueAt);
    }
  }
}

/**
 * Whether an event of ours that moves `main` because a watch has lasted still has its reason: the log may have gained
 * an event since that ended the hold earlier, began it anew or stopped its time.
 */
export function isMoveDue(order: FoldedOrder, rules: Rules, event: OrderEvent, dueAt: DueAt): boolean {
  const rule = rules.list.find(({ key }) => event.id.startsWith(`${key}:`));
  if (!rule || !order.state.tokens.get(rule.key)?.visit) return false;
  if (ruleAt(rule, event.occurredAt)?.moveTo !== event.node) return false;
  const due = dueAt(rule.key, event.occurredAt);
  return due !== null && due <= event.occurredAt;
}

/** Whether a version of a rule holds of an order as it stands. */
export function holdsNow(order: FoldedOrder, version: RuleVersion): boolean {
  return mayHold(order, version) && version.test(order);
}

/** What can be said without asking the condition: nothing holds of an order whose `main` is nowhere. */
function mayHold(order: FoldedOrder, { reads }: RuleVersion): boolean {
  const main = order.state.tokens.get(MAIN_TOKEN)?.visit;
  if (!main || reads === null) return false;
  return reads.nodes === null || reads.nodes.has(main.node);
}

/** Whether an event can have changed the answer of a condition that holds, or may hold, after it. */
function concerns({ reads }: RuleVersion, event: OrderEvent, before: Before): boolean {
  const { nodes, touches, facts } = reads!;
  const wasThere = before.node !== undefined && (nodes === null || nodes.has(before.node));
  if (!wasThere) return true;
  const hit = before.touched & touches;
  if (hit !== TOUCHES.order) return hit !== 0;
  for (const fact in event.order) if (facts.has(fact)) return true;
  return false;
}

function beginsAnew(version: RuleVersion, event: OrderEvent, changed: ReadonlySet<string>): boolean {
  if (version.onEvent) return true;
  if (version.onScan && event.node !== null && isGoods(event.token)) return true;
  return version.onChange.some((name) => changed.has(name));
}

/**
 * Begins a hold anew. One that was overdue is a visit of its own, since that is history; one that was not goes on as the
 * same visit with a later beginning, else each scan of a parcel would leave one behind.
 */
function beginAnew(order: FoldedOrder, rule: Rule, event: OrderEvent, leave: Leave, dueAt: DueAt): void {
  const { occurredAt } = event;
  const due = dueAt(rule.key, occurredAt);
  if (due !== null && due <= occurredAt) {
    leave(rule.key, occurredAt);
    enterByEvent(order, rule, event);
    return;
  }
  const open = order.state.tokens.get(rule.key)!.visit!;
  open.enteredAt = occurredAt;
  delete open.deadlines;
}

function isGoods(token: string): boolean {
  return token === MAIN_TOKEN || token.startsWith("parcel:");
}

function restartValues(order: FoldedOrder, { onChange }: Rules): readonly unknown[] {
  if (onChange.length === 0) return onChange;
  // None of those that may begin a hold anew depends on a zone.
  const values = new Values(order, "UTC");
  return onChange.map((name) => values.read(name));
}

function changedVariables(order: FoldedOrder, rules: Rules, before: Before): Set<string> {
  const after = restartValues(order, rules);
  return new Set(rules.onChange.filter((_, i) => after[i] !== before.values[i]));
}

/** A visit's id derives from these, and neither a source nor an event's id has a NUL in it. */
function enterByEvent(order: FoldedOrder, rule: Rule, { source, id, occurredAt }: OrderEvent): void {
  tokenOf(order.state, rule.key).visit = {
    source,
    id: `${id}\0${rule.key}`,
    node: rule.key,
    enteredAt: occurredAt,
  };
}

function enterByVersion(order: FoldedOrder, rule: Rule, atMs: number): void {
  const main = order.state.tokens.get(MAIN_TOKEN)!.visit!;
  tokenOf(order.state, rule.key).visit = {
    source: main.source,
    id: `${main.id}\0${rule.key}\0${atMs}`,
    node: rule.key,
    enteredAt: atMs,
  };
}
