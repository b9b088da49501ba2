import { readFlows } from "../../db/stores/visit-flows.ts";
import { columnsOf } from "../../domain/delay/columns.ts";
import { HOUR_MS } from "../../domain/delay/grains.ts";
import { trendOf } from "../../domain/delay/trend.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { DelaySummary } from "../../domain/wire/delay.ts";
import { OVERDUE_LAG_MS } from "../live/limits.ts";
import { pulseOf } from "../live/pulse.ts";
import { readLiveState } from "../live/read-board.ts";
import { type OpenOverdue, readOverdue } from "../live/read-overdue.ts";
import type { Context } from "../platform/context.ts";
import { within } from "../platform/within.ts";
import { currentSettings } from "./current-settings.ts";
import { atOneMoment, hourStart, marginalCells } from "./delay-cells.ts";
import { iso } from "./present-order.ts";

type SummaryContext = Pick<Context, "sql" | "settings" | "redis" | "boardTag" | "clock">;

const WINDOW_MS = OVERDUE_LAG_MS;
/** A Redis that hangs is not waited for: Postgres knows as well. */
const REDIS_TIMEOUT_MS = 1_000;
/** The board's moment stands for now when it is no older, in machine time: some ticks. */
const LIVE_WITHIN_MS = 1_500;

/**
 * Where the delay of the last 24 hours sits. Now, the open visits' part comes from the board in Redis while it is live,
 * and `asOf` is the board's moment; else all of it comes from Postgres, as one moment.
 * @param atMs shop time, not ahead of its clock; a past moment is answered with what is known now about it
 */
export async function readDelaySummary(context: SummaryContext, atMs: number): Promise<DelaySummary> {
  const live = await readLiveOverdue(context, atMs);
  const toMs = live?.asOfMs ?? atMs;
  const fromMs = toMs - WINDOW_MS;
  const settings = await currentSettings(context);
  const nodes = nodesByRank(settings).filter((node) => node.kind !== "watch");
  const keys = nodes.map((node) => node.key);
  const asked = { fromMs, toMs, by: ["node"], withRatios: false } as const;
  const { cells, ended, flows } = await atOneMoment(context.sql, async (tx) => {
    const [cells, ended, flows] = await Promise.all([
      marginalCells(tx, { ...asked, byHour: true, endedAtMs: null }, settings),
      live ? marginalCells(tx, { ...asked, byHour: false, endedAtMs: toMs }, settings) : null,
      readFlows(tx, keys, toMs - HOUR_MS, toMs),
    ]);
    return { cells, ended, flows };
  });
  const overdueMs = new Map<string, bigint>();
  const add = (node: string, ms: bigint) => overdueMs.set(node, (overdueMs.get(node) ?? 0n) + ms);
  for (const cell of ended ?? cells) add(cell.key[0]!, cell.overdueMs);
  for (const [node, open] of live?.lastDay ?? []) add(node, open.overdueMs);
  const total = keys.reduce((sum, key) => sum + (overdueMs.get(key) ?? 0n), 0n);
  const flowOf = new Map(flows.map((flow) => [flow.node, flow]));
  const shown = new Set(keys);
  return {
    asOf: iso(toMs),
    from: iso(fromMs),
    totalOverdueSeconds: Number(total) / 1000,
    nodes: keys.map((key) => {
      const ms = overdueMs.get(key) ?? 0n;
      const { arrivals = 0, departures = 0, redBefore = 0 } = flowOf.get(key) ?? {};
      return {
        key,
        overdueSeconds: Number(ms) / 1000,
        share: total === 0n ? 0 : Number(ms) / Number(total),
        arrivals,
        departures,
        redHourAgo: redBefore,
        trend: trendOf(arrivals, departures),
      };
    }),
    hours: columnsOf({ fromMs, toMs, byHour: true }).map(({ startMs }) => hourStart(startMs)),
    cells: cells
      .filter(({ key, visits }) => visits > 0 && shown.has(key[0]!))
      .map(({ key, column, visits, overdueMs: ms }) => ({
        node: key[0]!,
        hour: column,
        visits,
        overdueSeconds: Number(ms) / 1000,
      })),
  };
}

/** The open visits' overdue time as the board has it; null unless it is the board of now. */
async function readLiveOverdue(context: SummaryContext, atMs: number): Promise<OpenOverdue | null> {
  const { clock } = context;
  const tolerance = LIVE_WITHIN_MS * clock.speed;
  if (atMs < clock.shopNow() - tolerance) return null;
  const reads = Promise.all([readLiveState(context), readOverdue(context)]);
  const [state, overdue] = await within(reads, REDIS_TIMEOUT_MS).catch(() => [null, null]);
  if (!state || !overdue || pulseOf(state.signs, clock).state !== "live") return null;
  return Math.abs(overdue.asOfMs - atMs) <= tolerance ? overdue : null;
}
