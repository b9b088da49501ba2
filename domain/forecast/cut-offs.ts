import type { NodeVersion } from "../settings/types.ts";
import { CUTOFF_NOTICE_MS, nextCutoff } from "../sla/deadlines.ts";
import type { Forecast } from "../wire/forecast.ts";
import { timeAt } from "./node-time.ts";
import { type Pace, paceOf } from "./pace.ts";
import { leaversOf, rangeOf } from "./range.ts";
import { lookAhead, STRETCH_MS } from "./stays.ts";
import type { NodeSight } from "./types.ts";

/** The next cut-off of a node after a moment (epoch ms); null: it has none. */
export function cutOffAfter(node: NodeVersion, nowMs: number): number | null {
  return nextCutoff(node, nowMs + 1 - CUTOFF_NOTICE_MS);
}

/**
 * Of those that are to leave before a cut-off, how many will not have left by then, by carrier.
 * @param waiting with when they came; epoch ms
 */
export function forecastCutOff(
  sight: NodeSight,
  waiting: readonly { carrier: string | null; enteredAt: number }[],
  nowMs: number,
  atMs: number,
  pace: Pace = paceOf(sight, atMs),
): Forecast["cutOffs"] {
  const ahead = lookAhead(pace, nowMs, [atMs], STRETCH_MS);
  const byCarrier = new Map<string | null, { entered: number; count: number }[]>();
  for (const { carrier, enteredAt } of waiting) {
    const group = byCarrier.get(carrier) ?? [];
    byCarrier.set(carrier, group);
    group.push({ entered: timeAt(pace.time, enteredAt), count: 1 });
  }
  return [...byCarrier]
    .sort(([a, queue], [b, other]) => other.length - queue.length || ((a ?? "") < (b ?? "") ? -1 : 1))
    .map(([carrier, queue]) => {
      const { present, leaving } = leaversOf(ahead, pace.spread, queue, atMs);
      const at = new Date(atMs).toISOString();
      const willMiss = rangeOf(present, leaving, { mean: 0, variance: 0 });
      return { node: sight.node.key, carrier, at, waiting: queue.length, willMiss };
    });
}
