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
}

/** One order in the hands of the fold. */
export interface FoldedOrder {
  state: OrderState;
  /** Merged facts but lines. */
  facts: OrderFacts;
}

export function emptyOrder(): FoldedOrder {
  const flags = { bulky: false, custom: false };
  return { state: { tokens: new Map(), holds: [], flags, last: null }, facts: {} };
}

export function tokenOf(state: OrderState, token: string): TokenState {
  const found = state.tokens.get(token) ?? {};
  state.tokens.set(token, found);
  return found;
}

/** The state as JSON, for the store. */
export function stateToJson(state: OrderState): string {
  return JSON.stringify({ ...state, tokens: [...state.tokens] });
}

/** The inverse of stateToJson, from the parsed value. */
export function stateFromJson(value: unknown): OrderState {
  const stored = value as Omit<OrderState, "tokens"> & { tokens: [string, TokenState][] };
  return { ...stored, tokens: new Map(stored.tokens) };
}
