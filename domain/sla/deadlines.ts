import type { Promises } from "../order/types.ts";
import { newest, versionAt } from "../settings/history.ts";
import type { Calendar, ClockVersion, NodeVersion, PromiseKind, SettingsHistory } from "../settings/types.ts";
import { localToInstant, offsetAt } from "../time/zone.ts";
import type { Deadlines } from "./light.ts";
import { addAllowance, type Hold, minuteOfDay } from "./working-time.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A visit that enters less than this before a cut-off is for the next one. */
export const CUTOFF_NOTICE_MS = 60 * MINUTE_MS;
/** How long before a cut-off the light turns yellow, unless the node says its own. */
export const CUTOFF_LEAD_MS = 120 * MINUTE_MS;

/** Which field of a token's promises a node of that promise kind watches. */
export const PROMISE_FIELD = {
  ship: "shipBy",
  collect: "collectBy",
  deliver: "deliverBy",
  appointment: "appointmentAt",
  aftersale: "aftersaleBy",
} as const satisfies Record<PromiseKind, keyof Promises>;

/** The rules that hold for a visit: its node's and its clock's version. */
export interface Terms {
  node: NodeVersion;
  clock: ClockVersion;
  calendar: Calendar;
}

/** The terms of a node: those at leftAt for a closed visit, the newest for an open one (leftAt null). */
export function termsOf(settings: SettingsHistory, nodeKey: string, leftAt: number | null): Terms {
  const node = versionOf(settings.nodes, nodeKey, leftAt);
  return { node, clock: versionOf(settings.clocks, node.clock, leftAt), calendar: settings.calendar };
}

function versionOf<T extends { key: string; validFrom: number }>(
  versions: ReadonlyMap<string, readonly T[]>,
  key: string,
  leftAt: number | null,
): T {
  const found = versions.get(key);
  if (!found) throw new RangeError(`there are no settings for ${key}`);
  return leftAt === null ? newest(found) : versionAt(found, leftAt);
}

/**
 * When a visit turns yellow and red and when its promise passes.
 *
 * dueAt is the earlier of promise and allowance (or cut-off), or the promise alone while it `binds: only`.
 * warnAt is enteredAt + warn on the same clock where there is an allowance, and a lead before the deciding instant
 * where there is none, or where the allowance's warning would come too late to warn of an earlier promise.
 */
export function deadlinesOf(
  terms: Terms,
  enteredAt: number,
  promises: Promises,
  holds: readonly Hold[],
): Deadlines {
  const { node } = terms;
  const promiseAt = node.promise === null ? null : (promises[PROMISE_FIELD[node.promise]] ?? null);
  if (promiseAt !== null && promises.binds === "only")
    return atInstant(node, enteredAt, promiseAt, promiseAt);

  const cutoffAt = nextCutoff(node, enteredAt);
  if (cutoffAt !== null) {
    const decides = promiseAt !== null && promiseAt < cutoffAt ? promiseAt : cutoffAt;
    const lead = decides === cutoffAt ? (node.leadMs ?? CUTOFF_LEAD_MS) : undefined;
    return atInstant(node, enteredAt, decides, promiseAt, lead);
  }

  const allowanceAt = onClock(terms, node.dueMs, enteredAt, holds);
  const warnAt = onClock(terms, node.warnMs, enteredAt, holds);
  if (promiseAt === null || (allowanceAt !== null && allowanceAt <= promiseAt)) {
    return { warnAt, dueAt: allowanceAt, promiseAt };
  }
  if (warnAt !== null && warnAt < promiseAt) return { warnAt, dueAt: promiseAt, promiseAt };
  return atInstant(node, enteredAt, promiseAt, promiseAt);
}

function onClock(terms: Terms, allowanceMs: number | null, enteredAt: number, holds: readonly Hold[]) {
  if (allowanceMs === null) return null;
  return addAllowance(terms.clock, terms.calendar, enteredAt, allowanceMs, holds);
}

/**
 * Deadlines under an instant that decides: yellow a lead before it. One that had passed when the visit began makes it red
 * from its start, and not from before: time that it was not here is no delay of this node.
 */
function atInstant(
  node: NodeVersion,
  enteredAt: number,
  instant: number,
  promiseAt: number | null,
  leadMs = node.leadMs ?? (node.dueMs ?? 0) - (node.warnMs ?? 0),
): Deadlines {
  const dueAt = Math.max(enteredAt, instant);
  return { warnAt: Math.max(enteredAt, dueAt - leadMs), dueAt, promiseAt };
}

/** The first of the node's daily cut-offs at least an hour after entry; null when it has none. */
export function nextCutoff(node: NodeVersion, enteredAt: number): number | null {
  if (node.cutoffs.length === 0) return null;
  const earliest = enteredAt + CUTOFF_NOTICE_MS;
  const zone = node.cutoffTimezone;
  const today = Math.floor((earliest + offsetAt(zone, earliest)) / DAY_MS);
  for (let day = today; ; day++) {
    for (const cutoff of node.cutoffs) {
      const at = localToInstant(zone, day * DAY_MS + minuteOfDay(cutoff) * MINUTE_MS);
      if (at >= earliest) return at;
    }
  }
}
