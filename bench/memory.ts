import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { type RunningAndon, startAndon } from "./andon.ts";
import { round, type Tell, thousands } from "./figures.ts";
import { addOpenOrders } from "./fill-open.ts";
import { untilRight } from "./right-board.ts";
import { openScreen } from "./screen.ts";
import { openBenchContext } from "./stores.ts";

const OPEN_VISITS = 100_000;
const MIB = 2 ** 20;
const PER_100K_MB = 1e5 / 1e6;

/** What 100,000 open visits take in Redis and in each Node process, after the worker has built their board. */
export async function benchMemory(tell: Tell): Promise<void> {
  const andon = await startAndon();
  const { sql, redis } = await openBenchContext(andon.databaseUrl, andon.redisUrl);
  const screen = await openScreen(andon);
  const empty = await look(andon, redis);
  await addOpenOrders(sql, OPEN_VISITS, Date.now());
  // An empty Redis is what makes the worker build the board of rows that no event brought.
  await redis.flushall();
  await untilRight(andon, screen, { open: OPEN_VISITS });
  const full = await look(andon, redis);
  screen.close();
  const perVisit = (full.redisBytes - empty.redisBytes) / OPEN_VISITS;
  const open = `${thousands(OPEN_VISITS)} open visits`;
  tell({
    figure: "redisBytesPerVisit",
    value: round(perVisit),
    unit: "B",
    note: `used_memory at ${open}, one to an order, less that of an empty board: ${round(perVisit * PER_100K_MB, 1)} MB per 100,000; its process then holds ${round(full.redisMb)} MiB`,
  });
  const grown = (before: number, after: number) =>
    `resident at ${open} after the worker built the board of them and a screen showed it; ${round(before)} MiB before (${round(after - before)} more)`;
  const unit = "MiB";
  tell({ figure: "rssMbWeb", value: round(full.webMb), unit, note: grown(empty.webMb, full.webMb) });
  tell({
    figure: "rssMbWorker",
    value: round(full.workerMb),
    unit,
    note: grown(empty.workerMb, full.workerMb),
  });
}

async function look(andon: RunningAndon, redis: Redis) {
  const used = /^used_memory:(\d+)/m.exec(await redis.info("memory"))?.[1];
  if (used === undefined) throw new Error("Redis does not tell its memory");
  return {
    redisBytes: Number(used),
    redisMb: residentMb(andon.pid("Redis")),
    webMb: residentMb(andon.pid("web")),
    workerMb: residentMb(andon.pid("worker")),
  };
}

/** Resident memory of a process, as Linux counts it. */
function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return (Number(kb) * 1024) / MIB;
}
