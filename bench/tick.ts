import { rebuildBoard } from "../server/commands/rebuild-board.ts";
import { prefixOf } from "../server/live/keys.ts";
import { type Lease, takeLease } from "../server/live/lease.ts";
import { readOrigin } from "../server/live/origin.ts";
import { tick } from "../server/live/tick.ts";
import { readProgress } from "../server/live/watermark.ts";
import type { Context } from "../server/platform/context.ts";
import { median, percentile, round, type Tell, thousands } from "./figures.ts";
import { addOpenOrders, DEADLINES_PER_S, PACED_S } from "./fill-open.ts";
import { openStores } from "./stores.ts";

const SIZES = [
  [10_000, "tickMs10k"],
  [100_000, "tickMs100k"],
  [1_000_000, "tickMs1m"],
] as const;
/** As the ticker paces them. */
const TICK_EVERY_MS = 250;
const TICKS = 300;
const WARM_UP_TICKS = 20;
/** Between two sizes; longer than deadlines pass. */
const STAGE_MS = 600_000;
/** Kept by each tick; the bench's pauses between ticks are short. */
const LEASE_MS = 60_000;

/** The cost of one tick of the board, whatever the backlog: the ticker's script in the Redis that Andon embeds. */
export async function benchTick(tell: Tell): Promise<void> {
  const stores = await openStores();
  // Shop time that the bench moves: 75 s of deadlines pass without waiting for them.
  let now = stores.clock.shopNow();
  const context: Context = { ...stores, clock: { ...stores.clock, shopNow: () => now } };
  let filled = 0;
  for (const [open, figure] of SIZES) {
    now += STAGE_MS;
    await context.redis.flushall();
    await addOpenOrders(context.sql, open - filled, now);
    filled = open;
    const rebuildS = await rebuild(context, open);
    const step = (ms: number) => {
      now += ms;
    };
    const { busy, idle, bare, crossed } = await measure(context, step);
    tell({
      figure,
      value: round(median(busy), 2),
      unit: "ms",
      bare: round(median(bare), 2),
      ratio: round(median(bare) / median(busy), 2),
      note:
        `p50 of ${busy.length} ticks over ${thousands(open)} open visits, ${DEADLINES_PER_S} deadlines and as many ` +
        `warnings passing a second (${crossed} in all), p99 ${round(percentile(busy, 99), 2)} ms; with nothing passing ` +
        `p50 ${round(median(idle), 2)} ms; bare: the same counts as one pipeline of commands; the board was filled by ` +
        `the rebuild in ${round(rebuildS, 1)} s`,
    });
  }
}

async function rebuild(context: Context, open: number): Promise<number> {
  const startedAt = performance.now();
  const rebuilt = await rebuildBoard(context);
  if (rebuilt === "busy" || rebuilt.orders !== open) throw new Error(`rebuilt ${JSON.stringify(rebuilt)}`);
  return (performance.now() - startedAt) / 1_000;
}

interface Costs {
  busy: number[];
  idle: number[];
  bare: number[];
  /** Visits that turned red meanwhile. */
  crossed: number;
}

/** Busy, idle and bare take turns, so that a machine which slows down slows all three. All in ms. */
async function measure(context: Context, step: (ms: number) => void): Promise<Costs> {
  const lease = await takeLease(context.redis, prefixOf(context.boardTag), "ticker", LEASE_MS);
  if (lease === null) throw new Error("somebody else ticks");
  const run = await ticker(context, lease);
  const epoch = await context.redis.get(`${prefixOf(context.boardTag)}epoch`);
  const nodes = [...(await context.settings.get()).nodes.keys()];
  const redBefore = await countRed(context, epoch!, nodes);
  const costs: Costs = { busy: [], idle: [], bare: [], crossed: 0 };
  for (let i = -WARM_UP_TICKS; i < TICKS; i++) {
    if (i >= 0) step(TICK_EVERY_MS);
    const busy = await timed(run);
    const idle = await timed(run);
    const bare = await timed(() => bareCounts(context, epoch!, nodes));
    if (i < 0) continue;
    costs.busy.push(busy);
    costs.idle.push(idle);
    costs.bare.push(bare);
  }
  costs.crossed = (await countRed(context, epoch!, nodes)) - redBefore;
  const expected = (DEADLINES_PER_S * TICKS * TICK_EVERY_MS) / 1_000;
  if (Math.abs(costs.crossed - expected) > DEADLINES_PER_S) {
    throw new Error(`${costs.crossed} visits turned red while ${expected} deadlines passed`);
  }
  await lease.release();
  return costs;
}

if ((TICKS * TICK_EVERY_MS) / 1_000 > PACED_S) throw new RangeError("TICKS outlast the paced deadlines");

/** One tick as the ticker makes it. */
async function ticker(context: Context, { token }: Lease): Promise<() => Promise<void>> {
  const origin = await readOrigin(context);
  const { mark, settingsRevision } = await readProgress(context, null);
  const settings = await context.settings.get(settingsRevision);
  return async () => {
    const { outcome } = await tick(context, { token, origin, mark, settings });
    if (outcome !== "shown") throw new Error(`the tick's outcome was ${outcome}`);
  };
}

const setsOf = (context: Context, epoch: string, node: string) =>
  `${prefixOf(context.boardTag)}${epoch}:n:${node}`;

/** What a board needs to know, asked without us: size, three counts and the oldest of each node. */
async function bareCounts(context: Context, epoch: string, nodes: readonly string[]): Promise<void> {
  const pipeline = context.redis.pipeline();
  const now = context.clock.shopNow();
  for (const node of nodes) {
    const sets = setsOf(context, epoch, node);
    pipeline.zcard(`${sets}:open`);
    for (const set of ["warn", "due", "promise"]) pipeline.zcount(`${sets}:${set}`, "-inf", now);
    pipeline.zrange(`${sets}:open`, "0", "0", "WITHSCORES");
  }
  await pipeline.exec();
}

async function countRed(context: Context, epoch: string, nodes: readonly string[]): Promise<number> {
  const now = context.clock.shopNow();
  const counts = await Promise.all(
    nodes.map((node) => context.redis.zcount(`${setsOf(context, epoch, node)}:due`, "-inf", now)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
