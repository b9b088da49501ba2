import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DIMENSIONS, type Dimension } from "../../domain/delay/dimensions.ts";
import { HOUR_MS } from "../../domain/delay/grains.ts";
import { RATIO_BUCKETS, RATIO_ONE, RATIO_STEP } from "../../domain/delay/ratio.ts";
import { orderEvents } from "../../domain/order/arbitrary.testing.ts";
import { newest } from "../../domain/settings/history.ts";
import { SEED } from "../../domain/testing/seed.ts";
import { changeNode } from "../commands/change-node.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { rebuildDelays } from "../commands/rebuild-delays.ts";
import { rebuildVisits } from "../commands/rebuild-visits.ts";
import { recordEvents } from "../commands/record-events.ts";
import { sumDelays } from "../commands/sum-delays.ts";
import { projectChanges } from "../live/project-changes.ts";
import { readOverdue } from "../live/read-overdue.ts";
import { tickOnce } from "../live/testing/stage.ts";
import { type TestContext, testContext } from "../testing/context.ts";
import { bottlenecks } from "./bottlenecks.ts";
import { readDelaySummary } from "./delay-summary.ts";
import { heatmap } from "./heatmap.ts";

const START = Date.parse("2026-11-09T00:00:00+08:00");
/** Events at the 60th hour are two minutes ahead of the clock: their visits begin or end later. */
const NOW = START + 60 * HOUR_MS - 120_000;
const DAY_MS = 24 * HOUR_MS;

let ctx: TestContext;
beforeAll(async () => {
  ctx = await testContext({ now: NOW });
});
afterAll(() => ctx.close());

interface Row {
  node: string;
  phase: string;
  entered_at: number;
  due_at: number;
  left_at: number | null;
  [dimension: string]: unknown;
}

/** Every visit with a deadline, one by one: what the answers are held to. */
async function everyVisit(): Promise<Row[]> {
  const { nodes } = await ctx.settings.get();
  const rows = await ctx.sql<Row[]>`select * from visits where due_at is not null`;
  return rows.map((row) => ({ ...row, phase: newest(nodes.get(row.node)!).phase }));
}

const isAtNode = (visit: Row) => !visit.node.startsWith("watch:");

/** Time in a watch is time at a node as well: it is told under its own name only. */
function told(visits: Row[], by: readonly Dimension[]): Row[] {
  return by.includes("node") ? visits : visits.filter(isAtNode);
}

interface Part {
  visits: number;
  open: number;
  ms: number;
  ratios: number[];
}

function count(visits: Row[], fromMs: number, toMs: number, keyOf: (row: Row) => unknown): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const visit of visits) {
    const key = JSON.stringify(keyOf(visit));
    const part = parts.get(key) ?? { visits: 0, open: 0, ms: 0, ratios: [] };
    const end = visit.left_at ?? Number.POSITIVE_INFINITY;
    if (visit.due_at < end && visit.due_at < toMs && end > fromMs) {
      part.visits++;
      if (end > toMs) part.open++;
      part.ms += Math.min(end, toMs) - Math.max(visit.due_at, fromMs);
    }
    if (end > fromMs && end <= toMs)
      part.ratios.push((end - visit.entered_at) / (visit.due_at - visit.entered_at));
    if (part.visits > 0 || part.ratios.length > 0) parts.set(key, part);
  }
  return parts;
}

/** The p90 as the middle of a bucket: half a step away from the exact one at most, within the buckets that there are. */
function expectP90(seen: number | null, ratios: number[]): void {
  if (ratios.length === 0) {
    expect(seen).toBeNull();
    return;
  }
  const exact = ratios.map((r) => (Number.isNaN(r) ? Number.POSITIVE_INFINITY : r)).sort((a, b) => a - b)[
    Math.ceil(ratios.length * 0.9) - 1
  ]!;
  const [low, high] = [RATIO_STEP ** -RATIO_ONE, RATIO_STEP ** (RATIO_BUCKETS - RATIO_ONE - 0.01)];
  const clamped = Math.min(Math.max(exact, low), high);
  expect(Math.abs(Math.log(seen! / clamped))).toBeLessThan(Math.log(RATIO_STEP) * 0.51);
}

async function expectWindow(
  visits: Row[],
  fromMs: number,
  toMs: number,
  by: [Dimension, Dimension],
): Promise<void> {
  const [rows, cols] = by;
  for (const asked of [[rows], by]) {
    const answer = await bottlenecks(ctx, { fromMs, toMs, by: asked });
    const exact = count(told(visits, asked), fromMs, toMs, (v) => asked.map((d) => v[d]));
    const atNodes = count(visits.filter(isAtNode), fromMs, toMs, () => null);
    const total = [...atNodes.values()].reduce((sum, part) => sum + part.ms, 0);
    expect(answer.totalOverdueSeconds * 1000).toBeCloseTo(total, 3);
    const seen = answer.items.map((item) => {
      const isPart = total > 0 && !item.node?.toString().startsWith("watch:");
      expect(item.share).toBeCloseTo(isPart ? (item.overdueSeconds * 1000) / total : 0, 9);
      return [JSON.stringify(asked.map((d) => item[d])), item.visits, item.open, item.overdueSeconds];
    });
    const expected = [...exact].filter(([, part]) => part.visits > 0);
    expect(seen.sort()).toEqual(expected.map(([k, p]) => [k, p.visits, p.open, p.ms / 1000]).sort());
  }
  const byHour = await heatmap(ctx, { fromMs, toMs, rows, cols: "hour" });
  const byPair = await heatmap(ctx, { fromMs, toMs, rows, cols });
  const exact = new Map<string, Part>();
  for (let hour = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hour < toMs; hour += HOUR_MS) {
    const col = new Date(hour).toISOString();
    const [a, b] = [Math.max(hour, fromMs), Math.min(hour + HOUR_MS, toMs)];
    for (const [key, part] of count(told(visits, [rows]), a, b, (v) => [v[rows], col])) exact.set(key, part);
  }
  const pairs = count(told(visits, by), fromMs, toMs, (v) => [v[rows], v[cols]]);
  for (const [cells, parts] of [
    [byHour.cells, exact],
    [byPair.cells, pairs],
  ] as const) {
    const seen = cells.map((c) => [JSON.stringify([c.row, c.col]), c.visits, c.overdueSeconds]);
    expect(seen.sort()).toEqual([...parts].map(([key, part]) => [key, part.visits, part.ms / 1000]).sort());
    for (const cell of cells)
      expectP90(cell.p90Ratio, parts.get(JSON.stringify([cell.row, cell.col]))!.ratios);
  }
}

/** The board and the summary, which takes the open visits from it. */
async function expectLive(visits: Row[]): Promise<void> {
  while ((await projectChanges(ctx)) > 0);
  await tickOnce(ctx);
  const now = ctx.clock.shopNow();
  const live = (await readOverdue(ctx))!;
  expect(live.asOfMs).toBe(now);
  const open = visits.filter((v) => v.entered_at <= now && (v.left_at === null || v.left_at > now));
  const kept = (since: number, overdue: Map<string, { visits: number; overdueMs: bigint }>) => {
    const parts = count(
      open.map((v) => ({ ...v, left_at: null })),
      since,
      now,
      (v) => v.node,
    );
    // Overdue from this very instant on: counted, with no time yet.
    for (const v of open.filter((v) => v.due_at === now)) {
      const key = JSON.stringify(v.node);
      const part = parts.get(key) ?? { visits: 0, open: 0, ms: 0, ratios: [] };
      parts.set(key, { ...part, visits: part.visits + 1 });
    }
    const expected = [...parts].map(([key, part]) => [JSON.parse(key), part.visits, part.ms]);
    const seen = [...overdue].filter(([, o]) => o.visits > 0);
    expect(seen.map(([node, o]) => [node, o.visits, Number(o.overdueMs)]).sort()).toEqual(expected.sort());
  };
  kept(0, live.nodes);
  kept(now - DAY_MS, live.lastDay);
  const summary = await readDelaySummary(ctx, now);
  const ofDay = await bottlenecks(ctx, { fromMs: now - DAY_MS, toMs: now, by: ["node"] });
  expect(summary.totalOverdueSeconds).toBe(ofDay.totalOverdueSeconds);
  const overdue = summary.nodes.filter((node) => node.overdueSeconds > 0);
  expect(overdue.map((n) => [n.key, n.overdueSeconds, n.share]).sort()).toEqual(
    ofDay.items
      .filter((i) => i.overdueSeconds > 0 && !i.node!.toString().startsWith("watch:"))
      .map((i) => [i.node, i.overdueSeconds, i.share])
      .sort(),
  );
  const past = await readDelaySummary(ctx, now - 7 * HOUR_MS);
  const pastDay = { fromMs: now - 31 * HOUR_MS, toMs: now - 7 * HOUR_MS };
  expect(past.totalOverdueSeconds).toBe(
    (await bottlenecks(ctx, { ...pastDay, by: ["node"] })).totalOverdueSeconds,
  );
  expect(past.cells.reduce((sum, cell) => sum + cell.overdueSeconds, 0)).toBeCloseTo(
    past.totalOverdueSeconds,
    6,
  );
}

describe("overdue time", () => {
  it(`is the exact overlap, whatever arrives when, changes, is refolded or summed (seed ${SEED})`, async () => {
    let run = 0;
    const orders = fc.tuple(...["1", "2", "3"].map((no) => orderEvents(no)));
    const property = fc.asyncProperty(orders, fc.infiniteStream(fc.nat()), async (drawn, random) => {
      // Each run begins at the same moment; a board of a later one is not this clock's.
      ctx.setNow(NOW);
      await rebuildBoard(ctx);
      const prefix = `d${run++}-`;
      const next = (below: number) => random.next().value! % below;
      const events = drawn.flat().map((e) => {
        // Half of the moments lie on the hour, where buckets meet.
        const jitter = e.occurredAt < START + 59 * HOUR_MS && next(2) === 0 ? next(HOUR_MS) : 0;
        return {
          ...e,
          id: `${prefix}${e.id}`,
          orderNo: `${prefix}${e.orderNo}`,
          occurredAt: e.occurredAt + jitter,
        };
      });
      const arrivals = [...events, ...events.filter(() => next(4) === 0)].sort(() => next(3) - 1);
      const instant = () => {
        const at = START - 10 * HOUR_MS + next(70 * HOUR_MS);
        return Math.min(next(3) === 0 ? Math.floor(at / HOUR_MS) * HOUR_MS : at, ctx.clock.shopNow());
      };
      const expectSome = async () => {
        const visits = await everyVisit();
        const [a, b] = [instant(), instant()];
        const window = [Math.min(a, b), next(3) === 0 ? ctx.clock.shopNow() : Math.max(a, b)] as const;
        const rows = DIMENSIONS[next(DIMENSIONS.length)]!;
        const others = DIMENSIONS.filter((dimension) => dimension !== rows);
        await expectWindow(visits, ...window, [rows, others[next(others.length)]!]);
      };
      for (let i = 0; i < arrivals.length; ) {
        const end = i + 1 + next(6);
        const lot = recordEvents(ctx, arrivals.slice(i, end));
        await Promise.all([lot, next(3) === 0 ? sumDelays(ctx, 1 + next(8)) : null]);
        i = end;
        if (next(8) === 0) {
          const nodes = [...(await ctx.settings.get()).nodes.keys()];
          const dueMs = (1 + next(20)) * HOUR_MS;
          await changeNode(ctx, "test", nodes[next(nodes.length)]!, { warnMs: dueMs / 2, dueMs });
        }
        if (next(12) === 0) await Promise.all([rebuildDelays(ctx), sumDelays(ctx, 2)]);
        if (next(5) === 0) await expectSome();
      }
      await expectSome();
      await expectLive(await everyVisit());
      if (next(6) === 0) await rebuildVisits(ctx);
      while (next(2) === 0 && (await sumDelays(ctx, 5)) !== 0);
      ctx.setNow(NOW + next(3 * HOUR_MS));
      await expectSome();
      await expectLive(await everyVisit());
    });
    await fc.assert(property, { seed: SEED, numRuns: 8, endOnFailure: true });
    const sums = () => ctx.sql`
      select * from delay_sums where due_count <> 0 or left_count <> 0 order by 1, 2, 3, 4, 5`;
    const ratios = () => ctx.sql`select * from dwell_ratios where counts <> '{}' order by 1, 2, 3, 4, 5`;
    while ((await sumDelays(ctx)) !== 0);
    const before = [await sums(), await ratios()];
    expect(before[0]!.length).toBeGreaterThan(100);
    await rebuildDelays(ctx);
    expect([await sums(), await ratios()]).toEqual(before);
  }, 240_000);
});
