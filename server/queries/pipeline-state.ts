import type { Sql } from "../../db/sql.ts";

export interface PipelineState {
  /** Changes that the board has not taken up, at most COUNTED_TO. */
  outboxRows: number;
  /** Machine time of the oldest of them, epoch ms; null: none. */
  outboxOldestAt: number | null;
  /** At most COUNTED_TO. */
  quarantineWaiting: number;
  /** Ended visits whose overdue time is not in the hourly sums yet, at most COUNTED_TO. */
  delayLogRows: number;
  /** Of Andon's processes to this database. */
  connections: { role: string; state: string; count: number }[];
  /** Of everybody to this server. */
  maxConnections: number;
  longestTransactionSeconds: number;
}

/** A backlog is counted no further: the question must stay cheap just when it is large. */
const COUNTED_TO = 100_000;

/** Names of our connections; whatever else calls itself andon is one group. */
const ROLES = ["web", "worker", "watch", "import", "start"];

/**
 * How far the board is behind, what waits for a person, and who is connected.
 * @param machineNow epoch ms
 */
export async function readPipelineState(sql: Sql, machineNow: number): Promise<PipelineState> {
  const [row] = await sql<PipelineState[]>`
    select (select count(*) from (select from outbox limit ${COUNTED_TO}) as first) as "outboxRows",
      (select created_at from outbox order by id limit 1) as "outboxOldestAt",
      (select count(*) from (select from quarantine where state = 'waiting' limit ${COUNTED_TO}) as first)
        as "quarantineWaiting",
      (select count(*) from (select from delay_log limit ${COUNTED_TO}) as first) as "delayLogRows",
      (select coalesce(jsonb_agg(jsonb_build_object('role', role, 'state', state, 'count', count)), '[]')
        from (
          select role, coalesce(nullif(split_part(state, ' (', 1), ''), 'starting') as state, count(*) as count
          from (
            select case when split_part(application_name, ' ', 2) = any(${ROLES})
              then split_part(application_name, ' ', 2) else 'other' end as role, state
            from pg_stat_activity
            where datname = current_database() and application_name like 'andon%'
          ) as ours
          group by 1, 2
        ) as counted) as connections,
      current_setting('max_connections')::int as "maxConnections",
      (select coalesce(max(extract(epoch from to_timestamp(${machineNow / 1_000}::float8) - xact_start)), 0)::float8
        from pg_stat_activity
        where datname = current_database() and application_name like 'andon%') as "longestTransactionSeconds"`;
  return row!;
}
