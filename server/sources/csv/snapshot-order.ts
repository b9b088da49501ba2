import { foldWord, type LookUp } from "../../../domain/order/status-word.ts";
import type { OrderLine } from "../../../domain/order/types.ts";
import { ORDER } from "../../../domain/snapshot/change-events.ts";
import { type Sighting, WORD } from "../../../domain/snapshot/place-sighting.ts";
import { EVENT_LIMITS } from "../../../domain/wire/event.ts";
import type { OrderSighting } from "../../commands/record-snapshot.ts";
import { type ReadRow, tooManyLines, withoutRepeats } from "./order-events.ts";
import { RowError } from "./problem.ts";

/**
 * What a snapshot's rows of one order show: a token's status and promises, and the order's facts and lines. Several
 * rows of a token are its lines; they have to agree on where it stands, unless some say that they changed later.
 * It does not matter in which order the rows lie.
 * @throws RowError when rows contradict each other, or the order is not one that the events API would take
 */
export function orderSighting(
  rows: readonly ReadRow[],
  lookUp: LookUp,
): { sighting: OrderSighting; repeatedRows: number } {
  const distinct = withoutRepeats(rows);
  const lines = distinct.flatMap(({ facts }) => facts.line ?? []);
  if (lines.length > EVENT_LIMITS.lines) throw tooManyLines(lines.length);
  const order = merged(distinct.map(({ facts }) => facts.facts));
  if (lines.length > 0) order.lines = inOrder(lines);
  const things: OrderSighting["things"] = [
    { token: ORDER, sighting: { content: order, changedAt: latestOf(distinct) } },
  ];
  for (const token of [...new Set(distinct.map(({ facts }) => facts.token))].sort()) {
    const here = distinct.filter(({ facts }) => facts.token === token);
    things.push({ token, sighting: standingOf(here, lookUp) });
  }
  return {
    sighting: { orderNo: rows[0]!.facts.orderNo, things },
    repeatedRows: rows.length - distinct.length,
  };
}

function standingOf(rows: readonly ReadRow[], lookUp: LookUp): Sighting {
  const changedAt = latestOf(rows);
  const newest = rows.filter(({ facts }) => facts.standing!.changedAt === changedAt);
  const words = [...new Set(newest.map(({ facts }) => facts.standing!.word))].sort();
  const [word] = words as [string, ...string[]];
  const other = words.find((one) => !meansTheSame(word, one, lookUp));
  if (other !== undefined) {
    const [a, b] = [word, other].map((said) => {
      const row = newest.find(({ facts }) => facts.standing!.word === said)!;
      return { said, line: row.line };
    }) as [{ said: string; line: number }, { said: string; line: number }];
    throw new RowError(
      "contradicting_rows",
      `同一单的几行状态对不上：第 ${a.line} 行「${a.said}」，第 ${b.line} 行「${b.said}」，请只留现在的状态`,
      `rows of this order contradict each other: line ${a.line} says ${a.said}, line ${b.line} says ${b.said}; keep the current one`,
    );
  }
  return { content: { [WORD]: word, ...merged(rows.map(({ facts }) => facts.promise)) }, changedAt };
}

function meansTheSame(a: string, b: string, lookUp: LookUp): boolean {
  const meaning = lookUp(a);
  return foldWord(a) === foldWord(b) || (meaning !== undefined && meaning === lookUp(b));
}

function latestOf(rows: readonly ReadRow[]): number | null {
  const times = rows.flatMap(({ facts }) => facts.standing!.changedAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** Field by field; where rows differ, the same one of them is meant whatever their order. Empty only if all are. */
function merged(patches: readonly object[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const patch of patches) {
    for (const [field, value] of Object.entries(patch)) {
      const known = found[field] ?? null;
      const later = value !== null && (known === null || JSON.stringify(value) > JSON.stringify(known));
      if (!(field in found) || later) found[field] = value;
    }
  }
  return found;
}

function inOrder(lines: readonly OrderLine[]): OrderLine[] {
  const keyed = lines.map((line) => ({ line, key: JSON.stringify(line) }));
  return keyed
    .sort((a, b) => compare(a.line.sku, b.line.sku) || compare(a.key, b.key))
    .map(({ line }) => line);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
