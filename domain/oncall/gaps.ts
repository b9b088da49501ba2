import { type OnCallSpan, onCallSpans } from "./spans.ts";
import type { Directory } from "./types.ts";
import { type Gap, whoFor } from "./who-for.ts";
import { windowEdges } from "./windows.ts";

/** A time in which a call to whoever is on call would go to the fallback. */
export interface OnCallGap {
  fromAt: number;
  toAt: number;
  reason: Gap;
  /** Who is on call and cannot be called; null: nobody is. */
  personId: string | null;
}

/** Severity of a call that nobody may miss. */
const WORST = 1;

/**
 * Where a schedule lets a call of the worst severity fall through within [fromMs, toMs): nobody is on call, or whoever
 * is has no verified phone, is not active or lets nothing through. It asks the same whoFor as the escalator.
 */
export function gapsIn(directory: Directory, schedule: string, fromMs: number, toMs: number): OnCallGap[] {
  const gaps: OnCallGap[] = [];
  for (const span of onCallSpans(directory, schedule, fromMs, toMs))
    for (const { fromAt, toAt } of byQuietHours(directory, span)) {
      const { gap: reason } = whoFor(
        directory,
        { fallback: [] },
        { kind: "schedule", schedule },
        { ownerRole: "", atMs: fromAt, severity: WORST, way: "voice" },
      );
      if (reason === null) continue;
      const { personId } = span;
      const last = gaps.at(-1);
      if (last && last.toAt === fromAt && last.reason === reason && last.personId === personId)
        last.toAt = toAt;
      else gaps.push({ fromAt, toAt, reason, personId });
    }
  return gaps;
}

function byQuietHours({ people }: Directory, { fromAt, toAt, personId }: OnCallSpan) {
  const quiet = personId === null ? null : people.get(personId)?.quiet;
  const edges = quiet ? windowEdges(quiet.timezone, [quiet], fromAt, toAt).sort((a, b) => a - b) : [];
  const starts = [fromAt, ...edges];
  return starts.map((start, i) => ({ fromAt: start, toAt: starts[i + 1] ?? toAt }));
}
