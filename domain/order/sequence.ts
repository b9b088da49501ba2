import { newest } from "../settings/history.ts";
import type { SettingsHistory } from "../settings/types.ts";
import { CLOSED, type OrderEvent } from "./types.ts";

/** Where an event stands in its order's sequence: occurredAt, then the node's rank, then source, then id. */
export interface SequenceKey {
  occurredAt: number;
  rank: number;
  source: string;
  id: string;
}

/** Facts alone come first in their instant, so that a move at the same instant sees them. */
const FACTS_RANK = 0;
const CLOSED_RANK = Number.MAX_SAFE_INTEGER;

export function sequenceKey(event: OrderEvent, settings: SettingsHistory): SequenceKey {
  return {
    occurredAt: event.occurredAt,
    rank: rankOf(event.node, settings),
    source: event.source,
    id: event.id,
  };
}

function rankOf(node: string | null, settings: SettingsHistory): number {
  if (node === null) return FACTS_RANK;
  if (node === CLOSED) return CLOSED_RANK;
  const versions = settings.nodes.get(node);
  if (!versions) throw new RangeError(`there is no node ${node}`);
  return newest(versions).rank;
}

export function compareSequence(a: SequenceKey, b: SequenceKey): number {
  return (
    a.occurredAt - b.occurredAt ||
    a.rank - b.rank ||
    compareBytes(a.source, b.source) ||
    compareBytes(a.id, b.id)
  );
}

/** Compares two strings by their UTF-8 bytes, which is the order of their code points. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointOrder(x) - codePointOrder(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (astral characters) before U+E000 to U+FFFF; code points put them after. */
function codePointOrder(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}
