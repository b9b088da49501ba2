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

/** Moves the sources' marks forward, never back. */
export async function raiseSources(sql: Sql, heard: readonly SourceHeard[]): Promise<void> {
  const sorted = [...heard].sort((a, b) => (a.key < b.key ? -1 : 1));
  await sql`
    insert into sources (key, last_event_at, last_received_at)
    select n.key, to_timestamp(n.event_at / 1000.0), to_timestamp(n.received_at / 1000.0)
    from unnest(${textArray(sorted.map((s) => s.key))}::text[], ${numberArray(sorted.map((s) => s.lastEventAt))}::float8[],
      ${numberArray(sorted.map((s) => s.lastReceivedAt))}::float8[]) as n(key, event_at, received_at)
    on conflict (key) do update set
      last_event_at = greatest(sources.last_event_at, excluded.last_event_at),
      last_received_at = greatest(sources.last_received_at, excluded.last_received_at)`;
}
