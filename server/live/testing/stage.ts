import { randomUUID } from "node:crypto";
import type { Snapshot } from "../../../domain/wire/board.ts";
import type { Context } from "../../platform/context.ts";
import { prefixOf } from "../keys.ts";
import { takeLease } from "../lease.ts";
import { TICKER_LEASE_MS } from "../limits.ts";
import { readOrigin } from "../origin.ts";
import { readLiveBoard } from "../read-board.ts";
import { tick } from "../tick.ts";
import { readProgress } from "../watermark.ts";

/** A visit as a test wants it; epoch ms. */
export interface StagedVisit {
  node: string;
  enteredAt: number;
  leftAt?: number | null;
  warnAt?: number | null;
  dueAt?: number | null;
  promiseAt?: number | null;
}

/** Gives an order exactly these visits, with a new version and its note in the outbox, as one transaction. */
export async function stageOrder(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  orderNo: string,
  visits: readonly StagedVisit[],
): Promise<number> {
  return sql.begin(async (tx) => {
    const [order] = await tx<{ id: number }[]>`
      insert into orders (order_no, version) values (${orderNo}, 1)
      on conflict (order_no) do update set version = orders.version + 1 returning id`;
    const id = order!.id;
    await tx`delete from visits where order_id = ${id}`;
    for (const visit of visits) {
      const at = (ms: number | null | undefined) => (ms == null ? null : new Date(ms));
      await tx`
        insert into visits (id, order_id, token, node, entered_at, left_at, warn_at, due_at, promise_at, bulky, custom)
        values (${randomUUID()}, ${id}, 'main', ${visit.node}, ${at(visit.enteredAt)}, ${at(visit.leftAt)},
          ${at(visit.warnAt)}, ${at(visit.dueAt)}, ${at(visit.promiseAt)}, false, false)`;
    }
    await tx`insert into outbox (order_id, created_at) values (${id}, ${new Date(clock.machineNow())})`;
    return id;
  });
}

/** One tick by a ticker of the moment, and the board after it. */
export async function tickOnce(context: Context): Promise<Snapshot> {
  const lease = await takeLease(context.redis, prefixOf(context.boardTag), "ticker", TICKER_LEASE_MS);
  if (lease === null) throw new Error("somebody else ticks");
  try {
    const { mark, settingsRevision } = await readProgress(context, null);
    const ticked = await tick(context, {
      token: lease.token,
      origin: await readOrigin(context),
      mark,
      settings: await context.settings.get(settingsRevision),
    });
    if (ticked.outcome !== "shown") throw new Error(`the tick found the board ${ticked.outcome}`);
    return (await readLiveBoard(context))!;
  } finally {
    await lease.release();
  }
}

/** Waits until something holds; fails the test with what was last seen otherwise. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  withinMs = 5_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await read();
    if (holds(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`still not so: ${JSON.stringify(seen)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Deletes everything that the board keeps, as a flushed or replaced Redis would. */
export async function flushBoard({ redis, boardTag }: Pick<Context, "redis" | "boardTag">): Promise<void> {
  const keys = await redis.keys(`${prefixOf(boardTag)}*`);
  if (keys.length > 0) await redis.del(...keys);
}

/** The row of a node. */
export function rowOf(board: Snapshot, node: string) {
  return [...board.nodes, ...board.watches].find((row) => row.key === node)!;
}
