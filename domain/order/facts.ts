import type { Hold } from "../sla/working-time.ts";
import type { Dimensions, OrderFacts, OrderFactsPatch, OrderLine, Promises } from "./types.ts";

/** Merges a patch field by field: null clears, absent leaves. */
export function merge<T extends object>(into: T, patch: { [K in keyof T]?: T[K] | null }): void {
  for (const field of Object.keys(patch) as (keyof T)[]) {
    const value = patch[field];
    if (value === null) delete into[field];
    else if (value !== undefined) into[field] = value as T[keyof T];
  }
}

/** What a parcel promises: its own promises, field by field, else `main`'s. */
export function effectivePromises(
  token: string,
  own: Promises | undefined,
  main: Promises | undefined,
): Promises {
  if (!token.startsWith("parcel:") || !main) return own ?? {};
  return own ? { ...main, ...own } : main;
}

/** What an order's lines say of it as a whole: bulky or custom when any line is. */
export interface LineFlags {
  bulky: boolean;
  custom: boolean;
}

export function flagsOf(lines: readonly OrderLine[]): LineFlags {
  return { bulky: lines.some((line) => line.bulky), custom: lines.some((line) => line.custom) };
}

export function dimensionsOf(facts: OrderFacts, flags: LineFlags): Dimensions {
  return {
    channel: facts.channel ?? null,
    bulky: flags.bulky,
    custom: flags.custom,
    warehouse: facts.warehouse ?? null,
    carrier: facts.carrier ?? null,
    region: facts.region ?? null,
    segment: facts.segment ?? null,
  };
}

/** Begins or ends a hold when a patch changes it; another reason for the same hold changes nothing. */
export function noteHold(holds: Hold[], facts: OrderFacts, patch: OrderFactsPatch, atMs: number): void {
  if (patch.hold === undefined) return;
  const held = facts.hold !== undefined;
  if (patch.hold !== null && !held) holds.push([atMs, null]);
  if (patch.hold !== null || !held) return;
  const current = holds[holds.length - 1]!;
  if (current[0] === atMs) holds.pop();
  else current[1] = atMs;
}
