import { instantToLocal, localToInstant } from "../../../domain/time/zone.ts";
import type { ReplayRange } from "./range.ts";

const DAY_MS = 86_400_000;

/** The shop's day in which a moment lies: where its clocks change, one of 23 or 25 hours. */
export function dayOf(ms: number, timezone: string): ReplayRange {
  const local = Math.floor(instantToLocal(timezone, ms) / DAY_MS) * DAY_MS;
  return { fromMs: localToInstant(timezone, local), toMs: localToInstant(timezone, local + DAY_MS) };
}
