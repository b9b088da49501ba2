import type { Sql } from "../../db/sql.ts";
import { readAgeing, readOldest, readPassed } from "../../db/stores/node-depth.ts";
import type { NodeDepth } from "../../domain/wire/depth.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";
import { atOneMoment } from "./delay-cells.ts";
import { iso, isoOrNull } from "./present-order.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OLDEST = 10;
/** A chart has about two dozen steps, each of a length that a clock knows: from so many hours on, so many minutes. */
const STEPS: readonly (readonly [fromHours: number, minutes: number])[] = [
  [97, 360],
  [25, 180],
  [13, 60],
  [5, 30],
  [2, 15],
  [0, 5],
];

export interface DepthQuestion {
  node: string;
  /** Shop time, epoch ms, not ahead of the shop's clock. */
  atMs: number;
  /** Whole hours that it looks back over. */
  hours: number;
}

/** What waits at a node or watch, how it came and went, and who has waited longest; null: there is no such node. */
export async function readNodeDepth(
  context: Pick<Context, "sql" | "settings">,
  { node, atMs, hours }: DepthQuestion,
): Promise<NodeDepth | null> {
  const settings = await currentSettings(context);
  if (!settings.nodes.has(node)) return null;
  const stepMinutes = STEPS.find(([from]) => hours >= from)![1];
  const stepMs = stepMinutes * MINUTE_MS;
  const firstStep = Math.floor((atMs - hours * HOUR_MS) / stepMs);
  const fromMs = firstStep * stepMs;
  const { points, passed, oldest } = await atOneMoment(context.sql, async (tx) => {
    // The parts of a query are made alike by a pool and a transaction.
    const sql = tx as unknown as Sql;
    const [points, passed, oldest] = await Promise.all([
      readAgeing(sql, node, atMs),
      readPassed(tx, node, { fromMs, atMs, stepMs }),
      readOldest(sql, node, atMs, OLDEST),
    ]);
    return { points, passed, oldest };
  });
  const sum = (light?: string) =>
    points.reduce((all, point) => all + (light && point.light !== light ? 0 : point.visits), 0);
  const { dwell } = passed;
  const found = new Map(passed.flow.map((step) => [step.step, step]));
  const steps = Math.floor(atMs / stepMs) - firstStep + 1;
  return {
    node,
    asOf: iso(atMs),
    from: iso(fromMs),
    open: sum(),
    green: sum("green"),
    yellow: sum("yellow"),
    red: sum("red"),
    breached: points.reduce((all, point) => all + point.breached, 0),
    ageing: points.map(({ ageSeconds, progress, light, visits }) => ({
      ageSeconds,
      progress,
      light,
      visits,
    })),
    dwell: dwell && {
      p50Seconds: dwell.p50,
      p85Seconds: dwell.p85,
      p95Seconds: dwell.p95,
      visits: dwell.visits,
    },
    stepMinutes,
    flow: Array.from({ length: steps }, (_, i) => {
      const { arrivals = 0, departures = 0 } = found.get(firstStep + i) ?? {};
      return { at: iso((firstStep + i) * stepMs), arrivals, departures };
    }),
    oldest: oldest.map(({ enteredAt, dueAt, ...visit }) => ({
      ...visit,
      enteredAt: iso(enteredAt),
      dueAt: isoOrNull(dueAt),
    })),
  };
}
