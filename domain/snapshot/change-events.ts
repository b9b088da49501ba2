import type { LookUp } from "../order/status-word.ts";
import { type IncomingEvent, MAIN_TOKEN, type OrderFactsPatch, type PromisePatch } from "../order/types.ts";
import { type Change, type Content, sameValue, WORD } from "./place-sighting.ts";

/** What stands in a token's place for the order's own facts and lines. */
export const ORDER = "";

/** A change of one token, or of the order's facts. */
export interface ChangeOf {
  token: string;
  change: Change;
}

/** An event before it has a source and an id; `label` tells a reader what it is about. */
export interface EventDraft extends Omit<IncomingEvent, "source" | "id" | "orderNo"> {
  label: string;
}

export interface DraftedEvents {
  drafts: EventDraft[];
  /** Changes of status that the dictionary knows to move nothing, without new facts. */
  still: number;
}

const FACTS_LABEL = "facts";
/**
 * Facts that move nothing follow their export by this, so that a move of the same export which only a late export
 * brings to light still comes before them, as if it had been known at once.
 */
const FACTS_AFTER_MS = 1;

/**
 * The events that say what changed: a token's move and promises, with the order's facts of the same instant. Of a word
 * that nobody knows the facts go by themselves, since the move may wait in quarantine for long.
 * @param binds what promises bind, where the mapping says
 */
export function changeEvents(
  changes: readonly ChangeOf[],
  lookUp: LookUp,
  binds: PromisePatch["binds"],
): DraftedEvents {
  const result: DraftedEvents = { drafts: [], still: 0 };
  for (const at of [...new Set(changes.map(({ change }) => change.at))].sort((a, b) => a - b)) {
    const here = changes.filter(({ change }) => change.at === at);
    const order: OrderFactsPatch = {};
    for (const { token, change } of here) if (token === ORDER) Object.assign(order, news(change));
    const tokens = here.filter(({ token }) => token !== ORDER);
    for (const { token, change } of tokens) draftToken(token, change, order, lookUp, binds, result);
    if (tokens.length === 0 && Object.keys(order).length > 0) {
      result.drafts.push(factsAlone(MAIN_TOKEN, at, { order }));
    }
  }
  return result;
}

function factsAlone(token: string, at: number, facts: Pick<EventDraft, "promise" | "order">): EventDraft {
  return { token, node: null, occurredAt: at + FACTS_AFTER_MS, ...facts, label: FACTS_LABEL };
}

function draftToken(
  token: string,
  change: Change,
  order: OrderFactsPatch,
  lookUp: LookUp,
  binds: PromisePatch["binds"],
  result: DraftedEvents,
): void {
  const { [WORD]: word, ...promise } = news(change) as { word?: string } & PromisePatch;
  if (binds && Object.values(promise).some((at) => at !== null)) promise.binds = binds;
  const facts: Pick<EventDraft, "promise" | "order"> = {};
  if (Object.keys(promise).length > 0) facts.promise = promise;
  if (Object.keys(order).length > 0) facts.order = order;
  const says = facts.promise !== undefined || facts.order !== undefined;
  const { at } = change;
  const node = word === undefined ? null : lookUp(word);
  if (word !== undefined && node) {
    result.drafts.push({ token, node, occurredAt: at, ...facts, label: word });
    return;
  }
  if (word !== undefined && node === undefined) {
    result.drafts.push({ token, node: null, occurredAt: at, statusWord: word, label: word });
  } else if (word !== undefined && !says) result.still++;
  if (says) result.drafts.push(factsAlone(token, at, facts));
}

/** The fields that are new or other than before; null for what was there and is gone. */
function news({ before, after }: Change): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(after as Record<string, unknown>)) {
    const old = (before as Content | null)?.[field] ?? null;
    if (!sameValue(field, old, value)) said[field] = value;
  }
  return said;
}
