import type { NodeRow } from "../../../domain/wire/board.ts";
import type { Forecast } from "../../../domain/wire/forecast.ts";

/** How far ahead a board looks, in hours: far enough to act, near enough to be right. */
export const AHEAD_HOURS = 2;
/** A forecast that is older than this (ms of shop time at speed 1) is none any more. */
const OLD_MS = 10 * 60_000;
/** Cut-offs further ahead than this are not said on a board, in ms. */
const CUT_OFF_AHEAD_MS = 6 * 3_600_000;

export type NodeForecast = Forecast["nodes"][number];
export type ForecastHour = NodeForecast["hours"][number];
export type CutOff = Forecast["cutOffs"][number];

/** Whether a forecast has fallen too far behind the picture to be shown. */
export function isForecastOld(forecast: Forecast, shopNow: number, speed: number): boolean {
  return shopNow - Date.parse(forecast.asOf) > OLD_MS * Math.max(1, speed);
}

/** What a node's reds will be some hours ahead; null: it is not told. */
export function forecastOf(forecast: Forecast, node: string, hours = AHEAD_HOURS): ForecastHour | null {
  return forecast.nodes.find(({ key }) => key === node)?.hours.find((hour) => hour.hours === hours) ?? null;
}

/** Node → how many will be red, for those whose reds will grow: what falls is told by its trend. */
export function growthOf(forecast: Forecast): ReadonlyMap<string, number> {
  return new Map(
    forecast.nodes.flatMap((node) => {
      const ahead = forecastOf(forecast, node.key);
      return ahead !== null && ahead.mid > node.red ? [[node.key, ahead.mid] as const] : [];
    }),
  );
}

/** A cut-off of one node with its carriers, the one with most waiting first. */
export interface CutOffGroup {
  node: string;
  atMs: number;
  waiting: number;
  willMiss: { low: number; high: number };
  carriers: CutOff[];
}

/** The cut-offs ahead, the soonest first; what has passed since the forecast was made is left out. */
export function cutOffsAhead({ cutOffs }: Forecast, shopNow: number): CutOffGroup[] {
  const groups = new Map<string, CutOffGroup>();
  for (const cutOff of cutOffs) {
    const atMs = Date.parse(cutOff.at);
    if (cutOff.waiting === 0 || atMs <= shopNow || atMs - shopNow > CUT_OFF_AHEAD_MS) continue;
    const key = `${cutOff.node} ${atMs}`;
    const group = groups.get(key) ?? {
      node: cutOff.node,
      atMs,
      waiting: 0,
      willMiss: { low: 0, high: 0 },
      carriers: [],
    };
    group.waiting += cutOff.waiting;
    group.willMiss.low += cutOff.willMiss.low;
    group.willMiss.high += cutOff.willMiss.high;
    group.carriers.push(cutOff);
    groups.set(key, group);
  }
  for (const { carriers } of groups.values())
    carriers.sort((a, b) => b.waiting - a.waiting || ((a.carrier ?? "") < (b.carrier ?? "") ? -1 : 1));
  return [...groups.values()].sort((a, b) => a.atMs - b.atMs || b.waiting - a.waiting);
}

/** Whether a forecast knows none of the nodes where something is red or due soon: its silence is no good news then. */
export function knowsNothing(
  forecast: Forecast,
  nodes: readonly Pick<NodeRow, "key" | "red" | "yellow">[],
): boolean {
  const known = new Set(forecast.nodes.map(({ key }) => key));
  const pressing = nodes.filter(({ red, yellow }) => red + yellow > 0);
  return pressing.length > 0 && !pressing.some(({ key }) => known.has(key));
}
