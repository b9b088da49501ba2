import type { Sql } from "../db/sql.ts";
import { type RunningAndon, startAndon } from "./andon.ts";
import { median, percentile, round, type Tell, thousands } from "./figures.ts";
import { addOpenOrders } from "./fill-open.ts";
import { createPoster } from "./post.ts";
import { untilRight } from "./right-board.ts";
import { openScreen } from "./screen.ts";
import { openBenchContext } from "./stores.ts";

const OPEN_VISITS = 100_000;
const ROUNDS = 3;
const ROWS_PER_PAGE = 5_000;
/** Sent into the hole of each flush: a board that forgets them is not right. */
const EVENTS_MEANWHILE = 200;

/** From FLUSHALL to a screen with a right board that says it is live. */
export async function benchRecover(tell: Tell): Promise<void> {
  const andon = await startAndon();
  const { sql, redis } = await openBenchContext(andon.databaseUrl, andon.redisUrl);
  const screen = await openScreen(andon);
  await addOpenOrders(sql, OPEN_VISITS, Date.now());
  await redis.flushall();
  let { board } = await untilRight(andon, screen, { open: OPEN_VISITS });
  const seconds: number[] = [];
  const bare: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    bare.push(await bareRead(sql));
    const flushedAt = Date.now();
    await redis.flushall();
    await sendMeanwhile(andon, round);
    const wanted = { open: OPEN_VISITS + round * EVENTS_MEANWHILE, afterEpoch: board.epoch! };
    const right = await untilRight(andon, screen, wanted);
    board = right.board;
    seconds.push((right.atMs - flushedAt) / 1_000);
  }
  tell({
    figure: "recoverFlushS",
    value: round(median(seconds), 1),
    unit: "s",
    bare: round(median(bare), 2),
    ratio: round(median(bare) / median(seconds), 3),
    note: `median of ${ROUNDS}, longest ${round(percentile(seconds, 100), 1)} s: FLUSHALL at ${thousands(OPEN_VISITS)} open visits, ${EVENTS_MEANWHILE} events right after it, until a screen shows a board that says it is live and equals PostgreSQL's count; bare: reading the same visits from PostgreSQL`,
  });
  screen.close();
}

/** Events that open one visit each, as a source sends them. */
async function sendMeanwhile(andon: RunningAndon, round: number): Promise<void> {
  const poster = createPoster(andon.url, andon.key, 1);
  const occurredAt = new Date().toISOString();
  const events = Array.from({ length: EVENTS_MEANWHILE }, (_, i) => {
    const id = `meanwhile-${round}-${i}`;
    return { id, source: "bench", orderNo: id, node: "picking", occurredAt };
  });
  const { accepted } = await poster.post(Buffer.from(JSON.stringify(events)));
  poster.close();
  if (accepted !== events.length) throw new Error(`${accepted} of ${events.length} events were accepted`);
}

/** Every open visit out of Postgres and thrown away. @returns seconds */
async function bareRead(sql: Sql): Promise<number> {
  const startedAt = performance.now();
  const rows = sql`
    select order_id, id, node, entered_at, warn_at, due_at, promise_at from visits where left_at is null`;
  let read = 0;
  for await (const page of rows.cursor(ROWS_PER_PAGE)) read += page.length;
  if (read < OPEN_VISITS) throw new Error(`only ${read} open visits were read`);
  return (performance.now() - startedAt) / 1_000;
}
