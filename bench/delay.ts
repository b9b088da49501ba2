import type { Sql } from "../db/sql.ts";
import { rebuildDelays } from "../server/commands/rebuild-delays.ts";
import { getJson, type RunningAndon, startAndon } from "./andon.ts";
import { percentile, round, type Tell, thousands } from "./figures.ts";
import { addHistory, ORDERS_A_DAY } from "./fill-history.ts";
import { untilRight } from "./right-board.ts";
import { openScreen } from "./screen.ts";
import { openBenchContext } from "./stores.ts";

const DAYS = 30;
const HOUR_MS = 3_600_000;
const WINDOW_MS = DAYS * 24 * HOUR_MS;
const ROUNDS = 12;
const WARM_UP_ROUNDS = 1;
const PAIR_ROUNDS = 5;

/** What managers ask about the last 30 days. */
const QUESTIONS = [
  "bottlenecks?by=node",
  "bottlenecks?by=phase",
  "bottlenecks?by=bulky",
  "bottlenecks?by=channel",
  "bottlenecks?by=segment",
  "bottlenecks?by=node,bulky",
  "bottlenecks?by=node,carrier",
  "heatmap?",
  "heatmap?rows=carrier",
  "heatmap?rows=channel",
  "heatmap?cols=segment",
  "heatmap?rows=node&cols=channel",
];

/** Of two facts together no sums are kept: told from the visits one by one. */
const PAIR = "heatmap?rows=channel&cols=segment";

/** How quickly the last 30 days are told, by anything, over HTTP. */
export async function benchDelay(tell: Tell): Promise<void> {
  const andon = await startAndon();
  const context = await openBenchContext(andon.databaseUrl, andon.redisUrl);
  const { sql } = context;
  const screen = await openScreen(andon);
  const visits = await addHistory(sql, DAYS, Date.now());
  await context.redis.flushall();
  await untilRight(andon, screen, { open: ORDERS_A_DAY });
  screen.close();
  const summingAt = performance.now();
  await rebuildDelays(context);
  const summedS = (performance.now() - summingAt) / 1_000;
  await checkExact(andon, sql);

  const times = new Map<string, number[]>(QUESTIONS.map((question) => [question, []]));
  const bare: number[] = [];
  for (let turn = -WARM_UP_ROUNDS; turn < ROUNDS; turn++) {
    for (const question of QUESTIONS) {
      const ms = await timed(() => ask(andon, question, Date.now()));
      if (turn >= 0) times.get(question)!.push(ms);
    }
    if (turn >= 0) bare.push(await timed(() => bareCount(sql)));
  }
  const pair: number[] = [];
  for (let turn = 0; turn < PAIR_ROUNDS; turn++) pair.push(await timed(() => ask(andon, PAIR, Date.now())));
  const all = [...times.values()].flat();
  const p95 = percentile(all, 95);
  const slowest = [...times].sort((a, b) => percentile(b[1], 95) - percentile(a[1], 95))[0]!;
  tell({
    figure: "heatmapP95Ms",
    value: round(p95),
    unit: "ms",
    bare: round(percentile(bare, 95)),
    ratio: round(percentile(bare, 95) / p95, 2),
    note:
      `${all.length} questions in turn over HTTP: bottlenecks and heatmaps of the last ${DAYS} days by ${QUESTIONS.length} ways, ` +
      `${thousands(ORDERS_A_DAY)} orders a day, ${thousands(visits)} visits; p50 ${round(percentile(all, 50))} ms, slowest ` +
      `\`${slowest[0]}\` p95 ${round(percentile(slowest[1], 95))} ms; bare: count(*) over the same visits; all sums were made anew in ` +
      `${round(summedS)} s`,
  });
  tell({
    figure: "heatmapPairP50Ms",
    value: round(percentile(pair, 50)),
    unit: "ms",
    note: `p50 of ${pair.length} \`${PAIR}\` over the same ${DAYS} days: two facts together, of which no sums are kept`,
  });
}

interface Answer {
  totalOverdueSeconds?: number;
  cells?: unknown[];
}

/** Asks about the 30 days up to an instant, which is never on the hour. */
async function ask(andon: RunningAndon, question: string, toMs: number): Promise<Answer> {
  const window = `from=${new Date(toMs - WINDOW_MS).toISOString()}&to=${new Date(toMs).toISOString()}`;
  const answer = await getJson<Answer>(andon, `/api/v1/${question}&${window}`.replace("?&", "?"));
  if ((answer.totalOverdueSeconds ?? answer.cells?.length ?? 0) === 0)
    throw new Error(`${question}: nothing is late`);
  return answer;
}

/** A quick answer that is wrong is no answer: it must be the overlap of every visit with the window. */
async function checkExact(andon: RunningAndon, sql: Sql): Promise<void> {
  const toMs = Date.now() - HOUR_MS;
  const [from, to] = [new Date(toMs - WINDOW_MS), new Date(toMs)];
  const { totalOverdueSeconds } = await ask(andon, "bottlenecks?by=node", toMs);
  const [row] = await sql<{ ms: number }[]>`
    select sum(extract(epoch from least(coalesce(left_at, ${to}), ${to}) - greatest(due_at, ${from})) * 1000)::bigint as ms
    from visits where due_at < ${to} and (left_at is null or left_at > greatest(due_at, ${from}))`;
  if (Math.abs(row!.ms - totalOverdueSeconds! * 1_000) >= 1) {
    throw new Error(`${totalOverdueSeconds} s were answered, and the visits tell ${row!.ms / 1_000} s`);
  }
}

async function bareCount(sql: Sql): Promise<void> {
  const from = new Date(Date.now() - WINDOW_MS);
  await sql`select count(*) from visits where left_at is null or left_at > ${from}`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
