import { textArray } from "../../db/array.ts";
import { trendOf } from "../../domain/delay/trend.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { DelaySummary } from "../../domain/wire/delay.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";
import { iso } from "./present-order.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Where the delay of the last 24 hours sits.
 * @param atMs shop time, not ahead of its clock; a past moment is answered with what is known now about it
 */
export async function readDelaySummary(
  context: Pick<Context, "sql" | "settings" | "redis" | "boardTag" | "clock">,
  atMs: number,
): Promise<DelaySummary> {
  const fromMs = atMs - DAY_MS;
  const hours: number[] = [];
  for (let hour = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hour < atMs; hour += HOUR_MS) hours.push(hour);
  const { sql } = context;
  const at = new Date(atMs);
  const hourAgo = new Date(atMs - HOUR_MS);
  const [cells, flows, settings] = await Promise.all([
    sql<{ node: string; hour: number; visits: number; ms: number }[]>`
      select v.node, h.hour::int as hour, count(*) as visits,
        sum(date_part('epoch', least(coalesce(v.left_at, ${at}), ${at}, h.ends) - greatest(v.due_at, h.starts)) * 1000)::bigint as ms
      from unnest(${textArray(hours.map((ms) => iso(Math.max(ms, fromMs))))}::timestamptz[],
          ${textArray(hours.map((ms) => iso(Math.min(ms + HOUR_MS, atMs))))}::timestamptz[])
        with ordinality as h(starts, ends, hour)
      join visits v on v.due_at < h.ends and coalesce(v.left_at, ${at}) > greatest(h.starts, v.due_at) and v.entered_at <= ${at}
      group by 1, 2 order by 1, 2`,
    sql<{ node: string; arrivals: number; departures: number; red: number }[]>`
      select node, count(*) filter (where entered_at > ${hourAgo} and entered_at <= ${at}) as arrivals,
        count(*) filter (where left_at > ${hourAgo} and left_at <= ${at}) as departures,
        count(*) filter (where entered_at <= ${hourAgo} and due_at <= ${hourAgo}) as red
      from visits where left_at is null or left_at > ${hourAgo} group by node`,
    currentSettings(context),
  ]);
  const overdueMs = new Map<string, number>();
  for (const { node, ms } of cells) overdueMs.set(node, (overdueMs.get(node) ?? 0) + ms);
  const nodes = nodesByRank(settings).filter((node) => node.kind !== "watch");
  const total = nodes.reduce((sum, { key }) => sum + (overdueMs.get(key) ?? 0), 0);
  const shown = new Set(nodes.map((node) => node.key));
  return {
    asOf: iso(atMs),
    from: iso(fromMs),
    totalOverdueSeconds: total / 1000,
    nodes: nodes.map(({ key }) => {
      const { arrivals = 0, departures = 0, red = 0 } = flows.find((flow) => flow.node === key) ?? {};
      const ms = overdueMs.get(key) ?? 0;
      const share = total === 0 ? 0 : ms / total;
      const trend = trendOf(arrivals, departures);
      return { key, overdueSeconds: ms / 1000, share, arrivals, departures, redHourAgo: red, trend };
    }),
    hours: hours.map((ms) => iso(ms)),
    cells: cells
      .filter((cell) => shown.has(cell.node))
      .map(({ node, hour, visits, ms }) => ({ node, hour: hour - 1, visits, overdueSeconds: ms / 1000 })),
  };
}
