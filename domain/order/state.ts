import type { Deadlines } from "../sla/light.ts";
import type { Hold } from "../sla/working-time.ts";
import type { LineFlags } from "./facts.ts";
import type { SequenceKey } from "./sequence.ts";
import type { OrderFacts, Promises } from "./types.ts";

/** A visit that is open in the fold's state. */
export interface OpenVisit {
  /** (source, id) of the event that opened it. */
  source: string;
  id: string;
  node: string;
  enteredAt: number;
  /** As last computed: what the store holds. */
  deadlines?: Deadlines;
}

export interface TokenState {
  promises?: Promises;
  visit?: OpenVisit;
}

/** Where the fold of one order stands: enough to take the next event without those before it. */
export interface OrderState {
  /** A Map, since a token may be called anything, `__proto__` too. */
  tokens: Map<string, TokenState>;
  holds: Hold[];
  flags: LineFlags;
  last: SequenceKey | null;
  /** The latest instant at which a version of a watch rule, and no event, changed a visit; 0: never. */
  settledAt: number;
}

/** One order in the hands of the fold. */
export interface FoldedOrder {
  state: OrderState;
  /** Merged facts but lines. */
  facts: OrderFacts;
}

export function emptyOrder(): FoldedOrder {
  const flags = { bulky: false, custom: false };
  return { state: { tokens: new Map(), holds: [], flags, last: null, settledAt: 0 }, facts: {} };
}

export function tokenOf(state: OrderState, token: string): TokenState {
  const found = state.tokens.get(token) ?? {};
  state.tokens.set(token, found);
  return found;
}

/** A token as the store has it: name, promises, open visit. Arrays, since every order is written again by every batch. */
type StoredToken = [string, Promises | 0, StoredVisit | 0];
type StoredVisit = [
  source: string,
  id: string,
  node: string,
  enteredAt: number,
  warnAt: number | null,
  dueAt: number | null,
  promiseAt: number | null,
];
type StoredState = [
  tokens: StoredToken[],
  holds: Hold[],
  bulky: 0 | 1,
  custom: 0 | 1,
  last: [occurredAt: number, rank: number, source: string, id: string] | 0,
  settledAt?: number,
];

/** The state as JSON, for the store. Every open visit in it has its deadlines. */
export function stateToJson(state: OrderState): string {
  const tokens: StoredToken[] = [];
  for (const [name, { promises, visit }] of state.tokens) {
    tokens.push([name, promises ?? 0, visit ? storedVisit(visit) : 0]);
  }
  const { last, holds, flags, settledAt } = state;
  const stored: StoredState = [
    tokens,
    holds,
    flags.bulky ? 1 : 0,
    flags.custom ? 1 : 0,
    last ? [last.occurredAt, last.rank, last.source, last.id] : 0,
  ];
  if (settledAt !== 0) stored.push(settledAt);
  return JSON.stringify(stored);
}

function storedVisit({ source, id, node, enteredAt, deadlines }: OpenVisit): StoredVisit {
  if (!deadlines) throw new Error(`the visit opened by (${source}, ${id}) has no deadlines yet`);
  return [source, id, node, enteredAt, deadlines.warnAt, deadlines.dueAt, deadlines.promiseAt];
}

/** The inverse of stateToJson. */
export function stateFromJson(text: string): OrderState {
  const [tokens, holds, bulky, custom, last, settledAt = 0] = JSON.parse(text) as StoredState;
  const state: OrderState = {
    tokens: new Map(),
    holds,
    flags: { bulky: bulky === 1, custom: custom === 1 },
    last: last === 0 ? null : { occurredAt: last[0], rank: last[1], source: last[2], id: last[3] },
    settledAt,
  };
  for (const [name, promises, visit] of tokens) {
    const token: TokenState = {};
    if (promises !== 0) token.promises = promises;
    if (visit !== 0) token.visit = openVisit(visit);
    state.tokens.set(name, token);
  }
  return state;
}

function openVisit([source, id, node, enteredAt, warnAt, dueAt, promiseAt]: StoredVisit): OpenVisit {
  return { source, id, node, enteredAt, deadlines: { warnAt, dueAt, promiseAt } };
}
