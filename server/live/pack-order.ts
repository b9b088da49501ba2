import type { HeldVisit } from "../../db/stores/held-visits.ts";

/** One order as the scripts take it. */
export interface PackedOrder {
  id: number;
  version: number;
  /** JSON of its visits; `[]`: none is open or will be. */
  visits: string;
}

/**
 * Packs a visit as [id, node, entered, warn, due, promise, left, watch], without what is absent at the end and false for
 * what is absent before it.
 *
 * Counting needs each visit that is red to be among those that are at least yellow; its light does not change by that.
 */
export function packVisit(visit: HeldVisit, isWatch: boolean): unknown[] {
  const warnAt = visit.dueAt === null ? visit.warnAt : Math.min(visit.warnAt ?? visit.dueAt, visit.dueAt);
  const packed: unknown[] = [
    shortId(visit.id),
    visit.node,
    visit.enteredAt,
    warnAt ?? false,
    visit.dueAt ?? false,
    visit.promiseAt ?? false,
    visit.leftAt ?? false,
    isWatch,
  ];
  while (packed.at(-1) === false) packed.pop();
  return packed;
}

/** 22 characters instead of 36: a visit's id is in four sets. */
function shortId(uuid: string): string {
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");
}
