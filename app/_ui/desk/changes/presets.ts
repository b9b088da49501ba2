import { instantToLocal, localToInstant } from "../../../../domain/time/zone.ts";
import type { Preset } from "./types.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A night, on the shop's clock. */
const NIGHT_FROM_HOUR = 22;
const NIGHT_TO_HOUR = 8;

/**
 * The stretches that people mean, by the shop's wall clock; those that have not begun are absent.
 * @param nowMs epoch ms of shop time
 */
export function presetsAt(nowMs: number, timezone: string): Preset[] {
  const local = instantToLocal(timezone, nowMs);
  const hour = Math.floor(local / HOUR_MS) * HOUR_MS;
  const day = Math.floor(local / DAY_MS) * DAY_MS;
  const spans: [Preset["key"], from: number, to: number][] = [
    ["last_hour", hour - HOUR_MS, hour],
    ["hour_before", hour - 2 * HOUR_MS, hour - HOUR_MS],
    ["this_hour", hour, local],
    ["night", day - DAY_MS + NIGHT_FROM_HOUR * HOUR_MS, Math.min(local, day + NIGHT_TO_HOUR * HOUR_MS)],
    ["today", day, local],
    ["yesterday", day - DAY_MS, day],
  ];
  const instant = (at: number) => (at === local ? nowMs : localToInstant(timezone, at));
  return spans
    .filter(([, from, to]) => from < to)
    .map(([key, from, to]) => ({ key, fromMs: instant(from), toMs: instant(to) }));
}
