import { TV_LOST_MS, type TvReport } from "./types.ts";

/**
 * lost: not heard of · frozen: it runs and does not paint, or nobody can see it · clock: its clock is wrong ·
 * stale: it shows an old frame though it was sent a newer one.
 */
export const TV_ALARMS = ["lost", "frozen", "clock", "stale"] as const;
export type TvAlarm = (typeof TV_ALARMS)[number];

/** A clock that differs by more tells people a wrong time. */
export const TV_CLOCK_SKEW_MS = 30_000;
/** A frame that was sent is on the screen within a second; a screen that is behind for so long shows the past. */
export const TV_STALE_MS = 10_000;

/** A report as the web process that heard it keeps it. Machine time. */
export interface HeardReport {
  report: TvReport;
  /** When it was heard, epoch ms. */
  at: number;
  /** For how long a newer frame than the one on the screen had been sent by then, in ms. */
  behindMs: number;
}

/**
 * What is wrong with a television, the gravest first.
 * @param heard null: it has never reported
 * @param since when it was paired, epoch ms of machine time: a new one has as long to report as any
 * @param now machine time, epoch ms
 * @param lostAfterMs longer where reports are kept less often
 */
export function alarmOf(
  heard: HeardReport | null,
  since: number,
  now: number,
  lostAfterMs = TV_LOST_MS,
): TvAlarm | null {
  if (now - (heard?.at ?? since) > lostAfterMs) return "lost";
  if (heard === null) return null;
  const { report, behindMs } = heard;
  if (!report.visible || report.paintedMsAgo > TV_LOST_MS) return "frozen";
  if (Math.abs(report.clockSkewMs) > TV_CLOCK_SKEW_MS) return "clock";
  return behindMs > TV_STALE_MS ? "stale" : null;
}
