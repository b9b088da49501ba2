import { instantToLocal, localToInstant } from "../time/zone.ts";
import type { ScheduleVersion } from "./types.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_A_WEEK = 7;

/** How long a turn is on the wall's clock, ms; a clock change makes one turn longer or shorter. */
export function turnLengthMs({ rotation }: Pick<ScheduleVersion, "rotation">): number {
  if (rotation.every === "day") return DAY_MS;
  if (rotation.every === "week") return DAYS_A_WEEK * DAY_MS;
  return (rotation.hours ?? 1) * HOUR_MS;
}

/** When a turn begins, epoch ms: hand-overs keep the local time of day of the first, across clock changes. */
export function turnStart(version: ScheduleVersion, turn: number): number {
  const { timezone, startAt } = version;
  // The first may lie in the second of two doubled hours, which a local time cannot say.
  if (turn === 0) return startAt;
  return localToInstant(timezone, instantToLocal(timezone, startAt) + turn * turnLengthMs(version));
}

/** Which turn runs at an instant, counted from 0; null before the first begins. */
export function turnAt(version: ScheduleVersion, atMs: number): number | null {
  const { timezone, startAt } = version;
  if (atMs < startAt) return null;
  const local = instantToLocal(timezone, atMs) - instantToLocal(timezone, startAt);
  // A doubled hour runs through the same local times twice, but nobody gets his turn back.
  let turn = Math.floor(local / turnLengthMs(version));
  while (turnStart(version, turn + 1) <= atMs) turn++;
  while (turn > 0 && turnStart(version, turn) > atMs) turn--;
  return Math.max(turn, 0);
}
