import type { Run } from "../../domain/snapshot/place-sighting.ts";
import { numberArray, textArray } from "../array.ts";
import { LOCKS } from "../lock-numbers.ts";
import type { Tx } from "../sql.ts";

/** A token of an order, or with an empty token the order's own facts. */
export interface SightedThing {
  orderNo: string;
  token: string;
}

/** The runs between which a sighting falls. */
export interface Neighbours {
  /** The one that began last, at or before it; `seen` is there when it lasts until then. */
  before: Run | null;
  /** The one that begins first after it; without `seen`. */
  after: Run | null;
}

/** Exports that a run remembers having been seen at; of an older one it is not known. */
const SEEN_KEPT = 400;

/** Keeps other writers of this source's sightings out until the transaction ends. */
export function lockSightings(tx: Tx, source: string): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${LOCKS.sightings}, hashtext(${source}))`;
}

interface Row {
  order_no: string;
  token: string;
  b_first: number | null;
  b_last: number | null;
  b_seen: string | null;
  b_changed: number | null;
  b_content: string | null;
  a_first: number | null;
  a_last: number | null;
  a_changed: number | null;
  a_content: string | null;
}

/** What is known around an instant, in the order of the things asked for. */
export async function readNeighbours(
  tx: Tx,
  source: string,
  things: readonly SightedThing[],
  atMs: number,
): Promise<Neighbours[]> {
  const at = new Date(atMs);
  const rows = await tx<Row[]>`
    select b.first_at as b_first, b.last_at as b_last, b.changed_at as b_changed, b.content as b_content,
      case when b.last_at >= ${at} then to_json(b.seen)::text end as b_seen,
      a.first_at as a_first, a.last_at as a_last, a.changed_at as a_changed, a.content as a_content
    from unnest(
      ${textArray(things.map((t) => t.orderNo))}::text[], ${textArray(things.map((t) => t.token))}::text[]
    ) with ordinality as k(order_no, token, n)
    left join lateral (
      select * from sightings s where s.source = ${source} and s.order_no = k.order_no and s.token = k.token
        and s.first_at <= ${at} order by s.first_at desc limit 1) b on true
    left join lateral (
      select * from sightings s where s.source = ${source} and s.order_no = k.order_no and s.token = k.token
        and s.first_at > ${at} order by s.first_at limit 1) a on true
    order by k.n`;
  return rows.map((r) => ({
    before: run(r.b_first, r.b_last, r.b_changed, r.b_content, r.b_seen),
    after: run(r.a_first, r.a_last, r.a_changed, r.a_content, null),
  }));
}

function run(
  firstAt: number | null,
  lastAt: number | null,
  changedAt: number | null,
  content: string | null,
  seen: string | null,
): Run | null {
  if (firstAt === null || lastAt === null || content === null) return null;
  return {
    firstAt,
    lastAt,
    changedAt,
    content: JSON.parse(content),
    seen: seen === null ? null : JSON.parse(seen),
  };
}

/** Lets runs, named by their beginning, go on until an instant after their last. */
export async function extendRuns(
  tx: Tx,
  source: string,
  runs: readonly (SightedThing & { firstAt: number })[],
  atMs: number,
): Promise<void> {
  if (runs.length === 0) return;
  await tx`
    update sightings s set last_at = ${new Date(atMs)},
      seen = s.seen[greatest(1, cardinality(s.seen) - ${SEEN_KEPT - 2}):] || ${atMs}::bigint
    from unnest(${textArray(runs.map((r) => r.orderNo))}::text[], ${textArray(runs.map((r) => r.token))}::text[],
      ${numberArray(runs.map((r) => r.firstAt))}::float8[]) as k(order_no, token, first_at)
    where s.source = ${source} and s.order_no = k.order_no and s.token = k.token
      and s.first_at = to_timestamp(k.first_at / 1000.0)::timestamptz(3)`;
}

/** Writes runs over those that begin at the same instant. */
export async function putRuns(
  tx: Tx,
  source: string,
  runs: readonly (SightedThing & { run: Run })[],
): Promise<void> {
  if (runs.length === 0) return;
  const column = <T>(pick: (run: Run) => T) => runs.map(({ run }) => pick(run));
  await tx`
    insert into sightings (source, order_no, token, first_at, last_at, seen, changed_at, content)
    select ${source}, k.order_no, k.token, to_timestamp(k.first_at / 1000.0), to_timestamp(k.last_at / 1000.0),
      k.seen::bigint[], to_timestamp(k.changed_at / 1000.0), k.content
    from unnest(${textArray(runs.map((r) => r.orderNo))}::text[], ${textArray(runs.map((r) => r.token))}::text[],
      ${numberArray(column((r) => r.firstAt))}::float8[], ${numberArray(column((r) => r.lastAt))}::float8[],
      ${textArray(column((r) => numberArray(r.seen ?? [r.firstAt])))}::text[],
      ${numberArray(column((r) => r.changedAt))}::float8[],
      ${textArray(column((r) => JSON.stringify(r.content)))}::text[]
    ) as k(order_no, token, first_at, last_at, seen, changed_at, content)
    on conflict (source, order_no, token, first_at) do update set
      last_at = excluded.last_at, seen = excluded.seen, changed_at = excluded.changed_at, content = excluded.content`;
}
