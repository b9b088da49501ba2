import { type OnCall, onCallWithin } from "./on-call.ts";
import { turnAt, turnStart } from "./turns.ts";
import type { Directory, ScheduleOverride, ScheduleVersion } from "./types.ts";
import { windowEdges } from "./windows.ts";

/** Who has it from one instant until another, epoch ms. */
export interface OnCallSpan extends OnCall {
  fromAt: number;
  toAt: number;
}

/** Who is on call for a schedule within [fromMs, toMs): spans without holes, neighbours differ. */
export function onCallSpans(
  { schedules, overrides }: Pick<Directory, "schedules" | "overrides">,
  schedule: string,
  fromMs: number,
  toMs: number,
): OnCallSpan[] {
  const versions = schedules.get(schedule) ?? [];
  const own = overrides.filter((override) => override.schedule === schedule);
  const starts = [fromMs, ...changesOf(versions, own, fromMs, toMs)];
  const spans: OnCallSpan[] = [];
  for (const [i, fromAt] of starts.entries()) {
    const toAt = starts[i + 1] ?? toMs;
    const now = onCallWithin(versions, own, fromAt);
    const last = spans.at(-1);
    if (last && last.personId === now.personId && last.overrideId === now.overrideId) last.toAt = toAt;
    else spans.push({ ...now, fromAt, toAt });
  }
  return spans;
}

/** Every instant strictly within at which somebody else may have it, ascending. */
function changesOf(
  versions: readonly ScheduleVersion[],
  overrides: readonly ScheduleOverride[],
  fromMs: number,
  toMs: number,
): number[] {
  const found = overrides.flatMap(({ fromAt, toAt }) => [fromAt, toAt]);
  for (const [i, version] of versions.entries()) {
    const holdsFrom = i === 0 ? fromMs : Math.max(fromMs, version.validFrom);
    const holdsTo = Math.min(toMs, versions[i + 1]?.validFrom ?? toMs);
    if (holdsFrom >= holdsTo) continue;
    found.push(holdsFrom, ...turnStarts(version, holdsFrom, holdsTo));
    if (version.windows) found.push(...windowEdges(version.timezone, version.windows, holdsFrom, holdsTo));
  }
  const within = found.filter((at) => fromMs < at && at < toMs);
  return [...new Set(within)].sort((a, b) => a - b);
}

function turnStarts(version: ScheduleVersion, fromMs: number, toMs: number): number[] {
  const starts: number[] = [];
  let turn = (turnAt(version, fromMs) ?? -1) + 1;
  for (let at = turnStart(version, turn); at < toMs; at = turnStart(version, ++turn)) starts.push(at);
  return starts;
}
