import { setImmediate } from "node:timers/promises";
import { readDueByCarrier } from "../../db/stores/past-hours.ts";
import { AGE_STEPS_MS } from "../../domain/forecast/ages.ts";
import { cutOffAfter, forecastCutOff } from "../../domain/forecast/cut-offs.ts";
import { AHEAD_MS, forecastNode } from "../../domain/forecast/forecast-node.ts";
import { nodeTime } from "../../domain/forecast/node-time.ts";
import type { NodeSight } from "../../domain/forecast/types.ts";
import { newest, nodesByRank } from "../../domain/settings/history.ts";
import type { Forecast } from "../../domain/wire/forecast.ts";
import { readWaiting } from "../live/read-waiting.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";
import { PastHours } from "./past-hours.ts";
import { iso } from "./present-order.ts";

const LONGEST_AGE_MS = AGE_STEPS_MS.at(-1)!;
/** Visits before one cut-off that are told by carrier. */
const CUT_OFF_VISITS = 20_000;

type ForecastContext = Pick<Context, "sql" | "settings" | "redis" | "boardTag" | "clock">;

/**
 * What the next hours bring: open visits from the board in Redis, their pace from hourly sums in Postgres.
 * @param hours keeps the sums between two forecasts
 * @returns null while Redis has no board
 */
export async function countForecast(
  context: ForecastContext,
  hours = new PastHours(),
): Promise<Forecast | null> {
  const nowMs = context.clock.shopNow();
  const settings = await currentSettings(context);
  const nodes = nodesByRank(settings).filter(
    ({ kind, dueMs, promise, cutoffs }) =>
      kind !== "watch" && (dueMs !== null || promise !== null || cutoffs.length > 0),
  );
  const clockOf = (key: string) => newest(settings.clocks.get(key)!);
  const times = new Map(
    nodes.map(({ key, clock }) => [
      key,
      nodeTime(clockOf(clock), settings.calendar, nowMs - LONGEST_AGE_MS, nowMs),
    ]),
  );
  const queues = await readWaiting(context, times, nowMs, nowMs + AHEAD_MS);
  if (queues === null) return null;
  const past = await hours.read(context.sql, times, settings.revision, nowMs);
  const forecast: Forecast = { asOf: iso(nowMs), nodes: [], cutOffs: [] };
  for (const node of nodes) {
    const { open, waiting } = queues.get(node.key)!;
    const hoursOf = past.get(node.key)!;
    const isStill =
      open.every((visits) => visits === 0) && hoursOf.every(({ shortArrivals }) => shortArrivals === 0);
    if (isStill) continue;
    // Ticks go on meanwhile: no node holds them up for longer than its own count takes.
    await setImmediate();
    const clock = clockOf(node.clock);
    const sight: NodeSight = {
      node,
      clock,
      calendar: settings.calendar,
      past: hoursOf,
      open,
      waiting,
    };
    const told = forecastNode(sight, nowMs);
    const isEmpty = open.every((visits) => visits === 0) && told.hours.every(({ high }) => high === 0);
    if (!isEmpty) forecast.nodes.push(told);
    const cutOffMs = cutOffAfter(node, nowMs);
    if (cutOffMs === null) continue;
    const before = await readDueByCarrier(context.sql, node.key, cutOffMs, CUT_OFF_VISITS);
    forecast.cutOffs.push(...forecastCutOff(sight, before, nowMs, cutOffMs));
  }
  return forecast;
}
