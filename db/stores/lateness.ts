import type { Sql } from "../sql.ts";

/** Durations of one kind. Shop time, ms; null where there is none. */
export interface Spread {
  count: number;
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

export interface Window {
  fromMs: number;
  toMs: number;
}

type Fragment = ReturnType<Sql>;

const spread = (sql: Sql): Fragment => sql`
  count(*)::int as count, percentile_disc(0.5) within group (order by ms) as "p50Ms",
  percentile_disc(0.99) within group (order by ms) as "p99Ms", max(ms) as "maxMs"`;

/**
 * From the deadline that a message or call tells of until a provider first accepted it; by kind, and of all (null).
 * @param machine how machine time becomes shop time: shop = at + (machine − zero) × speed
 */
export function readLateness(
  sql: Sql,
  { fromMs, toMs }: Window,
  { shopNow, machineNow, speed }: { shopNow: number; machineNow: number; speed: number },
): Promise<(Spread & { kind: "chat" | "voice" | null })[]> {
  return sql<(Spread & { kind: "chat" | "voice" | null })[]>`
    select n.kind, ${spread(sql)} from (
      select n.kind, greatest(0, ${shopNow}::float8 - extract(epoch from n.step_due_at) * 1000
        - (${machineNow}::float8 - extract(epoch from min(a.accepted_at)) * 1000) * ${speed}::float8)::float8 as ms
      from notifications n join attempts a on a.notification_id = n.id
      where n.purpose = 'step' and n.step_due_at is not null and a.accepted_at is not null
        and n.created_at >= ${new Date(fromMs)} and n.created_at < ${new Date(toMs)}
      group by n.id) n
    group by grouping sets ((n.kind), ()) order by n.kind nulls first`;
}

/** From the deadline of an alert until a person first took it; by node, by person, and of all. */
export function readTimeToTake(
  sql: Sql,
  { fromMs, toMs }: Window,
): Promise<(Spread & { node: string | null; name: string | null })[]> {
  return sql<(Spread & { node: string | null; name: string | null })[]>`
    select a.node, a.first_taken_name as name, ${spread(sql)} from (
      select node, first_taken_name,
        greatest(0, extract(epoch from first_taken_at - due_at) * 1000)::float8 as ms
      from alerts where first_taken_at is not null
        and opened_at >= ${new Date(fromMs)} and opened_at < ${new Date(toMs)}) a
    group by grouping sets ((a.node), (a.first_taken_name), ())
    order by a.node nulls first, a.first_taken_name nulls first`;
}

/** Alerts of the window that nobody ever took. */
export async function countUntaken(sql: Sql, { fromMs, toMs }: Window): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*) as n from alerts
    where first_taken_at is null and opened_at >= ${new Date(fromMs)} and opened_at < ${new Date(toMs)}`;
  return row!.n;
}

/** Alerts that are not resolved, and what is queued. */
export async function readEscalationLoad(
  sql: Sql,
): Promise<{ open: number; acknowledged: number; queued: number }> {
  const [row] = await sql<{ open: number; acknowledged: number; queued: number }[]>`
    select (select count(*) from alerts where state = 'open') as open,
      (select count(*) from alerts where state = 'acknowledged') as acknowledged,
      (select count(*) from notifications where state = 'queued') as queued`;
  return row!;
}
