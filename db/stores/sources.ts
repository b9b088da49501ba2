import type { SourceHour } from "../../domain/health/usual.ts";
import { numberArray, textArray } from "../array.ts";
import type { Sql } from "../sql.ts";

export interface SourceHeard {
  key: string;
  /** Shop time of its latest event; epoch ms. */
  lastEventAt: number;
  /** Machine time; epoch ms. */
  lastReceivedAt: number;
}

/** When each source was last heard: those heard last, since `source` is free text and there may be many. */
export function readSources(sql: Sql, limit: number): Promise<SourceHeard[]> {
  return sql<SourceHeard[]>`
    select key, last_event_at as "lastEventAt", last_received_at as "lastReceivedAt" from sources
    order by last_received_at desc, key limit ${limit}`;
}

/** What a process has heard since it last wrote. */
export interface HeardNotes {
  sources: readonly SourceHeard[];
  /** What to add to the sources' hours. */
  hours: readonly (SourceHour & { source: string })[];
  /** Machine time at which it takes events; null: it does not, or said so a moment ago. Epoch ms. */
  takingAt: number | null;
}

/** Whoever takes events says so more often than this; a longer pause means that nobody did. */
export const INTAKE_PAUSE_MS = 20_000;

/** Moves the sources' marks forward, never back, and adds to their hours: one statement, in the order of the keys. */
export async function noteHeard(sql: Sql, { sources, hours, takingAt }: HeardNotes): Promise<void> {
  const heard = [...sources].sort((a, b) => (a.key < b.key ? -1 : 1));
  const added = [...hours].sort((a, b) =>
    a.source === b.source ? a.at - b.at : a.source < b.source ? -1 : 1,
  );
  await sql`
    with marks as (
      insert into sources (key, last_event_at, last_received_at)
      select n.key, to_timestamp(n.event_at / 1000.0), to_timestamp(n.received_at / 1000.0)
      from unnest(${textArray(heard.map((s) => s.key))}::text[], ${numberArray(heard.map((s) => s.lastEventAt))}::float8[],
        ${numberArray(heard.map((s) => s.lastReceivedAt))}::float8[]) as n(key, event_at, received_at)
      on conflict (key) do update set
        last_event_at = greatest(sources.last_event_at, excluded.last_event_at),
        last_received_at = greatest(sources.last_received_at, excluded.last_received_at)
    ), taking as (
      insert into intake (one, since, alive_at)
      select 1, to_timestamp(n.at / 1000.0), to_timestamp(n.at / 1000.0)
      from unnest(${numberArray([takingAt])}::float8[]) as n(at) where n.at is not null
      on conflict (one) do update set
        since = case when excluded.alive_at - intake.alive_at > make_interval(secs => ${INTAKE_PAUSE_MS / 1000})
          then excluded.since else intake.since end,
        alive_at = greatest(intake.alive_at, excluded.alive_at)
    )
    insert into source_hours (source, hour, live, late, minutes)
    select n.source, to_timestamp(n.at / 1000.0), n.live, n.late, n.minutes::bit(60)
    from unnest(${textArray(added.map((h) => h.source))}::text[], ${numberArray(added.map((h) => h.at))}::float8[],
      ${numberArray(added.map((h) => h.live))}::int[], ${numberArray(added.map((h) => h.late))}::int[],
      ${textArray(added.map((h) => h.minutes))}::text[]) as n(source, at, live, late, minutes)
    on conflict (source, hour) do update set
      live = source_hours.live + excluded.live,
      late = source_hours.late + excluded.late,
      minutes = source_hours.minutes | excluded.minutes`;
}

/** The hours of some sources, ascending. */
export async function readSourceHours(
  sql: Sql,
  sources: readonly string[],
): Promise<Map<string, SourceHour[]>> {
  const rows = await sql<(SourceHour & { source: string })[]>`
    select source, hour as at, live, late, minutes::text as minutes from source_hours
    where source = any(${textArray(sources)}::text[]) order by source, hour`;
  const bySource = new Map<string, SourceHour[]>(sources.map((source) => [source, []]));
  for (const { source, ...hour } of rows) bySource.get(source)!.push(hour);
  return bySource;
}

/** Forgets hours that begin before an instant of shop time. */
export async function pruneSourceHours(sql: Sql, beforeMs: number): Promise<void> {
  await sql`delete from source_hours where hour < ${new Date(beforeMs)}`;
}

/** Since when some process has taken events without a pause; machine time, epoch ms. Null: none ever said so. */
export async function readTakingSince(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ since: number }[]>`select since from intake`;
  return row?.since ?? null;
}
