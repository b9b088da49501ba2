import { versionAt } from "../settings/history.ts";
import { turnAt } from "./turns.ts";
import type { Directory, ScheduleOverride, ScheduleVersion } from "./types.ts";
import { isWithin } from "./windows.ts";

/** Who has it at an instant, and through which override. */
export interface OnCall {
  /** Null: nobody. */
  personId: string | null;
  overrideId: string | null;
}

/**
 * Who is on call for a schedule at an instant: whom an override names, else whose turn it is within the windows.
 * @returns the person's id, or null when nobody is, or the schedule does not exist
 */
export function onCallAt(
  { schedules, overrides }: Pick<Directory, "schedules" | "overrides">,
  schedule: string,
  atMs: number,
): string | null {
  const own = overrides.filter((override) => override.schedule === schedule);
  return onCallWithin(schedules.get(schedule) ?? [], own, atMs).personId;
}

/** The same of one schedule's versions (ascending by validFrom) and overrides. */
export function onCallWithin(
  versions: readonly ScheduleVersion[],
  overrides: readonly ScheduleOverride[],
  atMs: number,
): OnCall {
  const byTurn = versions.length > 0 ? whoseTurn(versionAt(versions, atMs), atMs) : null;
  const override = overrides.find(
    ({ fromAt, toAt, insteadOf }) =>
      fromAt <= atMs && atMs < toAt && (insteadOf === null || insteadOf === byTurn),
  );
  return override
    ? { personId: override.personId, overrideId: override.id }
    : { personId: byTurn, overrideId: null };
}

function whoseTurn(version: ScheduleVersion, atMs: number): string | null {
  const { timezone, windows, participants } = version;
  if (participants.length === 0) return null;
  const turn = turnAt(version, atMs);
  if (turn === null || (windows && !isWithin(timezone, windows, atMs))) return null;
  return participants[turn % participants.length]!;
}
