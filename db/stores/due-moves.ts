import { numberArray, textArray } from "../array.ts";
import type { Sql } from "../sql.ts";
import { msOf } from "./delay-parts.ts";

/** A watch whose hold has lasted, and that is to move its order. */
export interface DueMove {
  orderNo: string;
  /** Node and token of the watch. */
  watch: string;
  /** Id of the event that moves it: the same for the same hold that has lasted until the same moment. */
  eventId: string;
  /** When: as it became due, and not before the rule's version began. Epoch ms. */
  occurredAt: number;
}

/** A rule that moves, and since when its newest version holds. */
export interface Mover {
  watch: string;
  validFrom: number;
}

/**
 * Open visits of watches that are due and whose move is not in the log yet; the first to become due first.
 * @param sinceMs what was due before is history: it moves nothing
 * @param nowMs shop time, epoch ms
 */
export function readDueMoves(
  sql: Sql,
  movers: readonly Mover[],
  source: string,
  { sinceMs, nowMs, limit }: { sinceMs: number; nowMs: number; limit: number },
): Promise<DueMove[]> {
  return sql<DueMove[]>`
    select o.order_no as "orderNo", d.node as watch, d.event_id as "eventId", d.occurred_at as "occurredAt"
    from ${given(sql, movers)} cross join lateral (
      select v.order_id, v.node, v.due_at, at.ms as occurred_at, v.node || ':' || v.id || ':' || at.ms as event_id
      from visits v cross join lateral (
        select greatest(${msOf(sql, "v.due_at")}, m.valid_from::bigint) as ms) as at
      where v.left_at is null and v.token like 'watch:%' and v.node = m.node
        and v.due_at > ${new Date(sinceMs)} and v.due_at <= ${new Date(nowMs)}
        and not exists (
          select from events e where e.source = ${source} and e.id = v.node || ':' || v.id || ':' || at.ms)
      order by v.due_at limit ${limit}) as d
    join orders o on o.id = d.order_id
    order by d.due_at limit ${limit}`;
}

/** When the next one becomes due; null: none that is open will. */
export async function readNextMove(
  sql: Sql,
  movers: readonly Mover[],
  nowMs: number,
): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    select min(d.ms) as at from ${given(sql, movers)} cross join lateral (
      select ${msOf(sql, "v.due_at")} as ms from visits v
      where v.left_at is null and v.token like 'watch:%' and v.node = m.node and v.due_at > ${new Date(nowMs)}
      order by v.due_at limit 1) as d`;
  return row?.at ?? null;
}

function given(sql: Sql, movers: readonly Mover[]): ReturnType<Sql> {
  return sql`unnest(${textArray(movers.map(({ watch }) => watch))}::text[],
    ${numberArray(movers.map(({ validFrom }) => validFrom))}::float8[]) as m(node, valid_from)`;
}
