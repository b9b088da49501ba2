import type { Trend } from "../../../domain/delay/trend.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";

/** A node and its part of all delay. */
export interface DelayShare {
  node: string;
  overdueSeconds: number;
  share: number;
}

/** One node's delay through the hours. */
export interface HeatRow {
  node: string;
  cells: HeatCell[];
}

export interface HeatCell {
  /** Index into the summary's hours. */
  hour: number;
  visits: number;
  overdueSeconds: number;
  level: HeatLevel;
}

/** How many were overdue on average, against the strongest hour: 1 a few to 4 nearly as many; 0: none. */
export type HeatLevel = 0 | 1 | 2 | 3 | 4;

const HOUR_MS = 3_600_000;
const BARS_MAX = 3;
const ROWS_MAX = 5;
/** Nodes below this part of all delay are left to the bottleneck screen. */
const SHARE_MIN = 0.01;
/** Parts of the strongest cell from which a level begins, the highest first. */
const LEVELS: readonly (readonly [from: number, level: HeatLevel])[] = [
  [0.7, 4],
  [0.4, 3],
  [0.15, 2],
];
/** Less delay than this in 24 hours, in seconds, is no bottleneck. */
const DELAY_MIN_S = 60;
/** A summary that is older than this (ms of shop time at speed 1) says so, and tells no trend. */
const OLD_MS = 60_000;

/** Whether there is delay to speak of. */
export function hasDelay(delay: DelaySummary | null): delay is DelaySummary {
  return delay !== null && delay.totalOverdueSeconds >= DELAY_MIN_S;
}

/** The nodes that cause the delay, the worst first. */
export function worstNodes(delay: DelaySummary, most = BARS_MAX): DelayShare[] {
  return delay.nodes
    .map(({ key, overdueSeconds, share }) => ({ node: key, overdueSeconds, share }))
    .filter(({ share }) => share >= SHARE_MIN)
    .sort((a, b) => b.overdueSeconds - a.overdueSeconds)
    .slice(0, most);
}

/** The heatmap: just the nodes that cause most of the delay, every hour of each. */
export function heatRows(delay: DelaySummary): HeatRow[] {
  // By the time that an hour had: the one that has just begun would otherwise always look calm.
  const lengthMs = delay.hours.map((_, hour) => {
    const { fromMs, toMs } = hourWindow(delay, hour);
    return Math.max(1, toMs - fromMs);
  });
  const rateOf = (cell: { hour: number; overdueSeconds: number }) =>
    cell.overdueSeconds / (lengthMs[cell.hour] ?? Number.POSITIVE_INFINITY);
  const strongest = Math.max(0, ...delay.cells.map(rateOf));
  const found = new Map(delay.cells.map((cell) => [`${cell.node} ${cell.hour}`, cell]));
  return worstNodes(delay, ROWS_MAX).map(({ node }) => ({
    node,
    cells: delay.hours.map((_, hour) => {
      const { visits = 0, overdueSeconds = 0 } = found.get(`${node} ${hour}`) ?? {};
      const level = levelOf(rateOf({ hour, overdueSeconds }), strongest);
      return { hour, visits, overdueSeconds, level };
    }),
  }));
}

function levelOf(rate: number, strongest: number): HeatLevel {
  if (rate === 0 || strongest === 0) return 0;
  return LEVELS.find(([from]) => rate >= from * strongest)?.[1] ?? 1;
}

/** The window of an hour's cell, cut to the 24 hours; epoch ms. */
export function hourWindow(delay: DelaySummary, hour: number): { fromMs: number; toMs: number } {
  const startMs = Date.parse(delay.hours[hour]!);
  const endMs = delay.hours[hour + 1] ? Date.parse(delay.hours[hour + 1]!) : Date.parse(delay.asOf);
  return { fromMs: Math.max(startMs, Date.parse(delay.from)), toMs: endMs };
}

/** For how many whole hours nothing has been overdue: delay is known by the hour. 0: within this hour; null: all of it. */
export function calmHours(delay: DelaySummary): number | null {
  const hour = Math.max(-1, ...delay.cells.map((cell) => cell.hour));
  if (hour < 0) return null;
  if (hour === delay.hours.length - 1) return 0;
  return Math.max(1, Math.floor((Date.parse(delay.asOf) - hourWindow(delay, hour).toMs) / HOUR_MS));
}

/** Whether the summary has fallen behind the picture it belongs to. */
export function isOld(delay: DelaySummary, shopNow: number, speed: number): boolean {
  return shopNow - Date.parse(delay.asOf) > OLD_MS * Math.max(1, speed);
}

/** What moves: node → growing or draining. */
export function movesOf(delay: DelaySummary | null): ReadonlyMap<string, Exclude<Trend, "steady">> {
  const moves = new Map<string, Exclude<Trend, "steady">>();
  for (const { key, trend } of delay?.nodes ?? []) if (trend !== "steady") moves.set(key, trend);
  return moves;
}
