import { type RunningAndon, startAndon } from "./andon.ts";
import { percentile, round, type Tell, thousands } from "./figures.ts";
import { addHistory } from "./fill-history.ts";
import { openBenchContext } from "./stores.ts";

/** So that some 20,000 visits are open at any moment after the first weeks. */
const ORDERS_A_DAY = 1_600;
const DAYS = 625;
/** Before that the shop of the history was still filling. */
const WARM_UP_DAYS = 30;
const ROUNDS = 100;
const WARM_UP_ROUNDS = 5;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Moments in an order that is the same in every run, and follows no calendar. */
const GOLDEN = 0.618_033_988_75;

/** The board of any moment of a long past, and a stretch of the last 30 days, over HTTP. */
export async function benchAsOf(tell: Tell): Promise<void> {
  const andon = await startAndon();
  const { sql } = await openBenchContext(andon.databaseUrl, andon.redisUrl);
  const nowMs = Date.now();
  const visits = await addHistory(sql, DAYS, nowMs, ORDERS_A_DAY);
  const times: number[] = [];
  const bare: number[] = [];
  const open: number[] = [];
  for (let turn = -WARM_UP_ROUNDS; turn < ROUNDS; turn++) {
    const back =
      (WARM_UP_DAYS / DAYS + ((((turn + WARM_UP_ROUNDS) * GOLDEN) % 1) * (DAYS - WARM_UP_DAYS)) / DAYS) *
      DAYS;
    const atMs = Math.floor(nowMs - (DAYS - back) * DAY_MS);
    const { answer, ms } = await timed<Board>(andon, `/api/v1/board?asOf=${new Date(atMs).toISOString()}`);
    const startedAt = performance.now();
    await sql`select count(*) from visits where left_at is null`;
    if (turn < 0) continue;
    times.push(ms);
    bare.push(performance.now() - startedAt);
    open.push(answer.totals.open);
  }
  await checkExact(sql, andon, nowMs - (DAYS * DAY_MS) / 3);
  const p95 = percentile(times, 95);
  tell({
    figure: "asOfP95Ms",
    value: round(p95),
    unit: "ms",
    bare: round(percentile(bare, 95), 1),
    ratio: round(percentile(bare, 95) / p95, 2),
    note:
      `${ROUNDS} moments over ${DAYS} days, ${thousands(ORDERS_A_DAY * DAYS)} orders, ${thousands(visits)} visits, ` +
      `${thousands(Math.min(...open))} to ${thousands(Math.max(...open))} open at the moment, over HTTP; p50 ` +
      `${round(percentile(times, 50))} ms; bare: count(*) of the visits that are open now`,
  });
  const stretches: number[] = [];
  for (let turn = 0; turn < ROUNDS / 5; turn++) {
    const fromMs = Math.floor(nowMs - ((turn * GOLDEN) % 1) * 29 * DAY_MS) - 5 * HOUR_MS;
    const [from, to] = [fromMs, fromMs + 5 * HOUR_MS].map((ms) => new Date(ms).toISOString());
    const { ms } = await timed(andon, `/api/v1/replay?from=${from}&to=${to}&stepSeconds=300`);
    stretches.push(ms);
  }
  tell({
    figure: "replayStretchP95Ms",
    value: round(percentile(stretches, 95)),
    unit: "ms",
    note: `${stretches.length} stretches of 5 hours in 60 steps, with where the delay sat at 5 moments of each: half a minute of playing at 600 ×; p50 ${round(percentile(stretches, 50))} ms`,
  });
}

interface Board {
  totals: { open: number; red: number; orders: number };
}

async function timed<T>({ url, key }: RunningAndon, path: string): Promise<{ answer: T; ms: number }> {
  const startedAt = performance.now();
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  const answer = (await response.json()) as T;
  const ms = performance.now() - startedAt;
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return { answer, ms };
}

/** A quick answer that is wrong is no answer: it must be what all visits, read one by one, tell of that moment. */
async function checkExact(
  sql: Awaited<ReturnType<typeof openBenchContext>>["sql"],
  andon: RunningAndon,
  ms: number,
): Promise<void> {
  const at = new Date(ms);
  const { answer } = await timed<Board>(andon, `/api/v1/board?asOf=${at.toISOString()}`);
  const [row] = await sql<{ open: number; red: number; orders: number }[]>`
    select count(*) as open, count(*) filter (where due_at <= ${at}) as red, count(distinct order_id) as orders
    from visits where entered_at <= ${at} and coalesce(left_at, 'infinity') > ${at}`;
  const { open, red, orders } = answer.totals;
  if (open !== row!.open || red !== row!.red || orders !== row!.orders) {
    throw new Error(
      `the board told ${JSON.stringify(answer.totals)}, and the visits tell ${JSON.stringify(row)}`,
    );
  }
}
