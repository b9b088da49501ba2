import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Sql } from "../db/sql.ts";
import type { Context } from "../server/platform/context.ts";
import { atEnd } from "./ends.ts";
import { percentile, round, type Tell, thousands } from "./figures.ts";
import { addOwner, addWaiting, type Few, letFallDue } from "./fill-waiting.ts";
import { openStores } from "./stores.ts";

const WAITING = 1_000_000;
const DUE = 20_000;
const SPREAD_MS = 10_000;
/** From filling to the first deadline: what fills must be over. */
const AHEAD_MS = 4_000;
const PATIENCE_MS = 120_000;
const POLL_MS = 50;
const BARE_TICK_MS = 100;
const BARE_BATCH = 1_000;
const ESCALATOR = fileURLToPath(new URL("escalator.ts", import.meta.url));

/**
 * How late the decision on a late visit is (alert, steps, flag, message and their link committed, by PostgreSQL's own
 * commit time), and how long as many at one instant take, with a million others waiting.
 */
export async function benchEscalation(tell: Tell): Promise<void> {
  const context = await openStores({ track_commit_timestamp: "on" });
  await addWaiting(context.sql, WAITING, Date.now());
  await addOwner(context.sql);
  let next = 1;
  const some = () => {
    const from = next;
    next += DUE;
    return { from, count: DUE };
  };
  const workers: (() => Promise<void>)[] = [];
  for (const [count, suffix] of [
    [1, ""],
    [2, "TwoWorkers"],
  ] as const) {
    while (workers.length < count) workers.push(await startEscalator(context));
    const spread = await measure(context, some(), SPREAD_MS);
    const atOnce = await measure(context, some(), 0);
    const who = count === 1 ? "one worker" : "two workers";
    const about =
      `${who}: ${thousands(DUE)} visits falling due over ${SPREAD_MS / 1_000} s beside ${thousands(WAITING)} waiting, from the ` +
      "deadline to the commit of alert, steps, flag and message; longest " +
      `${round(percentile(spread.lateness, 100))} ms; bare: a SKIP LOCKED update loop with a ${BARE_TICK_MS} ms tick`;
    for (const [figure, p] of [
      [`latenessP50Ms${suffix}`, 50],
      [`latenessP99Ms${suffix}`, 99],
    ] as const) {
      const [value, bare] = [percentile(spread.lateness, p), percentile(spread.bareLateness, p)];
      tell({
        figure,
        value: round(value, 1),
        unit: "ms",
        bare: round(bare, 1),
        ratio: round(bare / value, 2),
        note: about,
      });
    }
    tell({
      figure: `drainRatio${suffix}`,
      value: round(atOnce.drainMs / atOnce.bareDrainMs, 2),
      unit: "times the bare loop",
      note:
        `${who}: ${thousands(DUE)} visits due at one instant, until the last is decided: ${round(atOnce.drainMs)} ms, the bare ` +
        `loop's ${round(atOnce.bareDrainMs)} ms; lateness p50 ${round(percentile(atOnce.lateness, 50))} ms, p99 ` +
        `${round(percentile(atOnce.lateness, 99))} ms`,
    });
  }
  for (const stop of workers) await stop();
}

interface Measured {
  /** Ms from each deadline to its commit. */
  lateness: number[];
  bareLateness: number[];
  /** Ms from the first deadline to the last commit. */
  drainMs: number;
  bareDrainMs: number;
}

/** The bare loop has its turn when the escalators have nothing to do, on the same rows. */
async function measure(context: Context, few: Few, overMs: number): Promise<Measured> {
  const { sql } = context;
  const atMs = Date.now() + AHEAD_MS;
  await letFallDue(sql, "visits", few, atMs, overMs);
  if (Date.now() >= atMs)
    throw new Error("filling outlasted the first deadline: the machine is too slow for this bench");
  const lateness = await untilDecided(sql, few, atMs + overMs);

  const bareAt = Date.now() + AHEAD_MS;
  await letFallDue(sql, "bare_waiting", few, bareAt, overMs);
  const bareLateness = await bareLoop(sql, few.count, bareAt);
  return {
    lateness: lateness.map(({ late }) => late),
    bareLateness: bareLateness.map(({ late }) => late),
    drainMs: Math.max(...lateness.map(({ committed }) => committed)) - atMs,
    bareDrainMs: Math.max(...bareLateness.map(({ committed }) => committed)) - bareAt,
  };
}

interface Decided {
  /** Ms after its deadline. */
  late: number;
  /** Epoch ms. */
  committed: number;
}

async function untilDecided(sql: Sql, few: Few, lastDueMs: number): Promise<Decided[]> {
  await sleep(Math.max(0, lastDueMs - Date.now()));
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const [row] = await sql<{ waiting: boolean }[]>`
      select exists (select from visits where order_id >= ${few.from} and order_id < ${few.from + few.count}
        and next_step_at <= now() and not alerted) as waiting`;
    if (!row!.waiting) return readDecided(sql, few);
    await sleep(POLL_MS);
  }
  throw new Error(`after ${PATIENCE_MS / 1_000} s not every step has fired`);
}

/** By when the row of the message's step was committed. */
async function readDecided(sql: Sql, few: Few): Promise<Decided[]> {
  const [told] = await sql<{ links: number }[]>`
    select count(*)::int as links from notification_alerts na join alerts a on a.id = na.alert_id
    where a.order_id >= ${few.from} and a.order_id < ${few.from + few.count}`;
  if (told!.links < few.count) throw new Error(`${told!.links} of ${few.count} alerts have a message`);
  const rows = await sql<{ due: number; committed: number }[]>`
    select extract(epoch from s.due_at)::float8 * 1000 as due, extract(epoch from pg_xact_commit_timestamp(s.xmin))::float8 * 1000 as committed
    from alerts a join alert_steps s on s.alert_id = a.id
    where a.order_id >= ${few.from} and a.order_id < ${few.from + few.count} and s.kind = 'chat' and s.outcome = 'fired'`;
  if (rows.length !== few.count)
    throw new Error(`${rows.length} of ${few.count} visits have a message that fired`);
  return rows.map(({ due, committed }) => ({ late: committed - due, committed }));
}

/** The least that any escalator does: claims what is due and marks it, on a steady tick. */
async function bareLoop(sql: Sql, count: number, fromMs: number): Promise<Decided[]> {
  const decided: Decided[] = [];
  await sleep(Math.max(0, fromMs - Date.now()));
  while (decided.length < count) {
    const startedAt = performance.now();
    for (;;) {
      const rows = await sql<{ due: number }[]>`
        with due as (
          select id, next_step_at from bare_waiting where next_step_at <= now() order by next_step_at limit ${BARE_BATCH} for update skip locked)
        update bare_waiting w set next_step_at = null, state = 1 from due
        where w.id = due.id returning extract(epoch from due.next_step_at)::float8 * 1000 as due`;
      const committed = Date.now();
      for (const { due } of rows) decided.push({ late: committed - due, committed });
      if (rows.length < BARE_BATCH) break;
    }
    await sleep(Math.max(0, BARE_TICK_MS - (performance.now() - startedAt)));
  }
  return decided;
}

/** @returns stops it */
async function startEscalator({ env }: Context): Promise<() => Promise<void>> {
  const child = fork(ESCALATOR, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: env.databaseUrl, REDIS_URL: env.redisUrl },
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  atEnd(stop);
  await once(child, "message");
  return stop;
}
