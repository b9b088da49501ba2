import type { Calendar, ClockVersion } from "../settings/types.ts";
import { addAllowance } from "./working-time.ts";

/** Whether a clock runs at an instant: an allowance of nothing is then used up at once. */
export function isRunning(clock: ClockVersion, calendar: Calendar, atMs: number): boolean {
  return addAllowance(clock, calendar, atMs, 0, []) === atMs;
}
