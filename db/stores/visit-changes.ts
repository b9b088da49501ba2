import type { Change, ChangeKind } from "../../domain/wire/changes.ts";
import type { Sql } from "../sql.ts";
import { staysWithin } from "./stays.ts";
import { allOf, type Fragment } from "./visit-conditions.ts";

/** What is asked about; epoch ms. Something happened in it when it happened after `fromMs` and not after `toMs`. */
export interface ChangeWindow {
  fromMs: number;
  toMs: number;
}

/** A visit to which something happened; epoch ms. */
export interface ChangedVisitRow {
  id: string;
  at: number;
  orderNo: string;
  channel: string | null;
  token: string;
  node: string;
  enteredAt: number;
  leftAt: number | null;
  dueAt: number | null;
  promiseAt: number | null;
}

/** When each kind happened to a visit, and of which visits it can be said. */
function momentOf(sql: Sql, kind: ChangeKind): { at: Fragment; of: Fragment } {
  // A deadline that had passed at entry makes it red from there on.
  const redAt: Fragment = sql`greatest(due_at, entered_at)`;
  switch (kind) {
    case "entered":
      return { at: sql`entered_at`, of: sql`true` };
    case "left":
      return { at: sql`left_at`, of: sql`left_at is not null` };
    case "turned_red":
      return { at: redAt, of: sql`due_at is not null and (left_at is null or left_at > ${redAt})` };
    case "ended_red":
      return { at: sql`left_at`, of: sql`due_at is not null and left_at > ${redAt}` };
  }
}

function happened(sql: Sql, kind: ChangeKind, { fromMs, toMs }: ChangeWindow): Fragment {
  const { at, of } = momentOf(sql, kind);
  return sql`(${of} and ${at} > ${new Date(fromMs)} and ${at} <= ${new Date(toMs)})`;
}

/** What changed at each node between two moments; nodes without a visit then are absent. One statement, one snapshot. */
export async function readNodeChanges(sql: Sql, window: ChangeWindow): Promise<Map<string, Change>> {
  const { fromMs, toMs } = window;
  const count = (condition: Fragment): Fragment => sql`count(*) filter (where ${condition})`;
  const lights = (atMs: number): Fragment => {
    const at = new Date(atMs);
    const open: Fragment = sql`entered_at <= ${at} and (left_at is null or left_at > ${at})`;
    const red: Fragment = sql`coalesce(due_at <= ${at}, false)`;
    return sql`json_build_object(
      'open', ${count(open)}, 'red', ${count(sql`${open} and ${red}`)},
      'yellow', ${count(sql`${open} and warn_at <= ${at} and not ${red}`)},
      'breached', ${count(sql`${open} and promise_at <= ${at}`)})`;
  };
  const moves = (kind: ChangeKind) => count(happened(sql, kind, window));
  const rows = await sql<(Change & { node: string })[]>`
    select node, ${lights(fromMs)} as before, ${lights(toMs)} as after,
      ${moves("entered")} as entered, ${moves("left")} as left,
      ${moves("turned_red")} as "turnedRed", ${moves("ended_red")} as "endedRed"
    from ${staysWithin(sql, fromMs, toMs)} v group by node`;
  return new Map(rows.map(({ node, ...change }) => [node, change]));
}

interface ChangedQuestion extends ChangeWindow {
  kind: ChangeKind;
  /** The nodes asked for. */
  nodes: readonly string[];
}

function changed(sql: Sql, { kind, nodes, ...window }: ChangedQuestion): Fragment {
  return allOf(sql, [sql`node = any(${nodes as string[]})`, happened(sql, kind, window)]);
}

/** The visits behind one of these numbers, in the order in which it happened to them. */
export function searchChanged(
  sql: Sql,
  question: ChangedQuestion,
  { after, limit }: { after: { at: number; id: string } | null; limit: number },
): Promise<ChangedVisitRow[]> {
  const { at } = momentOf(sql, question.kind);
  const place = after ? sql`(v.at, v.id) > (${new Date(after.at)}, ${after.id}::uuid)` : sql`true`;
  return sql<ChangedVisitRow[]>`
    select v.id, v.at, o.order_no as "orderNo", v.channel, v.token, v.node, v.entered_at as "enteredAt",
      v.left_at as "leftAt", v.due_at as "dueAt", v.promise_at as "promiseAt"
    from (
      select *, ${at} as at from ${staysWithin(sql, question.fromMs, question.toMs)} s
      where ${changed(sql, question)}) v join orders o on o.id = v.order_id
    where ${place} order by v.at, v.id limit ${limit}`;
}

export async function countChanged(
  sql: Sql,
  question: ChangedQuestion,
): Promise<{ visits: number; orders: number }> {
  const [row] = await sql<{ visits: number; orders: number }[]>`
    select count(*) as visits, count(distinct order_id) as orders
    from ${staysWithin(sql, question.fromMs, question.toMs)} s where ${changed(sql, question)}`;
  return { visits: row!.visits, orders: row!.orders };
}
