import { numberArray, textArray } from "../db/array.ts";
import { connect, type Sql } from "../db/sql.ts";
import { type RunningAndon, startAndon } from "./andon.ts";
import { atEnd } from "./ends.ts";
import { type Figure, median, round, type Tell, thousands } from "./figures.ts";
import { createPoster } from "./post.ts";

const NODES = [
  "awaiting_payment",
  "order_review",
  "allocating",
  "picking",
  "packed",
  "awaiting_pickup",
  "in_transit",
  "delivered",
];
const HOUR_MS = 3_600_000;
const ROUNDS = 3;
/** Requests in flight, as of a source with a small pool. */
const CLIENTS = 2;

type Shape = "spread" | "together";
interface BenchEvent {
  id: string;
  source: string;
  orderNo: string;
  node: string;
  occurredAt: string;
  promise?: object;
  order?: object;
}

/**
 * Durable events a second over HTTP as a share of a bare `unnest` insert of the same rows, 8 events an order. Bare and real take turns,
 * so that a machine which slows down slows both.
 */
export async function benchIngest(tell: Tell): Promise<void> {
  const andon = await startAndon();
  const sql = connect(andon.databaseUrl, { max: 1, name: "bench" });
  atEnd(() => sql.end());
  for (const [batchSize, orders] of [
    [1000, 4_000],
    [100, 1_000],
    [1, 125],
  ] as const) {
    for (const shape of ["spread", "together"] as const) {
      if (batchSize === 1 && shape === "together") continue;
      tell(await compare(andon, sql, shape, batchSize, orders));
    }
  }
}

async function compare(
  andon: RunningAndon,
  sql: Sql,
  shape: Shape,
  batchSize: number,
  orders: number,
): Promise<Omit<Figure, "bench">> {
  const bare: number[] = [];
  const real: number[] = [];
  const ratios: number[] = [];
  for (let i = 0; i <= ROUNDS; i++) {
    const batches = makeBatches(`${shape}${batchSize}r${i}`, shape, batchSize, orders);
    const bareRate = await runBare(sql, batches);
    const realRate = await runReal(andon, batches);
    if (i === 0) continue; // a warm-up
    bare.push(bareRate);
    real.push(realRate);
    ratios.push(realRate / bareRate);
  }
  const name = shape === "spread" ? "ingestSpreadRatio" : "ingestTogetherRatio";
  return {
    figure: batchSize === 1000 ? name : `${name}Batch${batchSize}`,
    value: round(median(ratios), 3),
    unit: "share of bare",
    bare: round(median(bare)),
    ratio: round(median(ratios), 3),
    note: `${thousands(median(real))} events/s over HTTP against ${thousands(median(bare))} rows/s of a loop that inserts the same rows with the same key, one commit a batch; batches of ${batchSize}, ${CLIENTS} requests in flight, projector and ticker running`,
  };
}

/** 8 events an order; spread: as time brings them, each batch of as many orders as events; together: order by order. */
function makeBatches(run: string, shape: Shape, batchSize: number, orders: number): BenchEvent[][] {
  const now = Date.now();
  const event = (order: number, step: number): BenchEvent => ({
    id: `${run}-${order}-${step}`,
    source: "bench",
    orderNo: `${run}-${order}`,
    node: NODES[step]!,
    occurredAt: new Date(now - 24 * HOUR_MS + step * HOUR_MS + order).toISOString(),
    ...(step > 0
      ? {}
      : {
          promise: { shipBy: new Date(now + 24 * HOUR_MS).toISOString() },
          order: {
            channel: "taobao",
            region: "华东",
            placedAt: new Date(now - 24 * HOUR_MS).toISOString(),
            lines: [{ sku: `SKU-${order % 3_200}`, quantity: 1, bulky: order % 3 === 0 }],
          },
        }),
  });
  const events: BenchEvent[] = [];
  if (shape === "spread") {
    for (let step = 0; step < NODES.length; step++) {
      for (let order = 0; order < orders; order++) events.push(event(order, step));
    }
  } else {
    for (let order = 0; order < orders; order++) {
      for (let step = 0; step < NODES.length; step++) events.push(event(order, step));
    }
  }
  const batches: BenchEvent[][] = [];
  for (let i = 0; i < events.length; i += batchSize) batches.push(events.slice(i, i + batchSize));
  return batches;
}

/** The same rows into a bare table with the same idempotency key, one transaction a batch. @returns rows a second */
async function runBare(sql: Sql, batches: BenchEvent[][]): Promise<number> {
  await sql.unsafe(`
    drop table if exists bench_events;
    create table bench_events (source text, id text, order_no text, token text, node text,
      occurred_at timestamptz(3), received_at timestamptz(3), body jsonb, primary key (source, id))`);
  const started = performance.now();
  let rows = 0;
  for (const batch of batches) {
    const column = (pick: (event: BenchEvent) => string | null) => textArray(batch.map(pick));
    const done = await sql`
      insert into bench_events
      select source, id, order_no, 'main', node, to_timestamp(at / 1000.0), now(), body::jsonb
      from unnest(${column((e) => e.source)}::text[], ${column((e) => e.id)}::text[],
        ${column((e) => e.orderNo)}::text[], ${column((e) => e.node)}::text[],
        ${numberArray(batch.map((e) => Date.parse(e.occurredAt)))}::float8[],
        ${column((e) => (e.order ? JSON.stringify({ promise: e.promise, order: e.order }) : null))}::text[])
        as n(source, id, order_no, node, at, body)
      on conflict do nothing`;
    rows += done.count;
  }
  const seconds = (performance.now() - started) / 1_000;
  await sql`drop table bench_events`;
  return rows / seconds;
}

/** @returns events a second, counted by what the server says it accepted */
async function runReal(andon: RunningAndon, batches: BenchEvent[][]): Promise<number> {
  const bodies = batches.map((batch) => Buffer.from(JSON.stringify(batch)));
  const poster = createPoster(andon.url, andon.key, CLIENTS);
  let next = 0;
  let accepted = 0;
  const started = performance.now();
  const client = async () => {
    while (next < bodies.length) {
      const batch = next++;
      const answer = await poster.post(bodies[batch]!);
      if (answer.accepted !== batches[batch]!.length) {
        throw new Error(`batch ${batch} was not accepted whole: ${JSON.stringify(answer).slice(0, 500)}`);
      }
      accepted += answer.accepted;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - started) / 1_000;
  poster.close();
  return accepted / seconds;
}
