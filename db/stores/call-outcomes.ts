import type { Sql } from "../sql.ts";

export interface CallOutcome {
  provider: string;
  /** heard, voicemail, silence, hung_up, busy, no_answer, failed, canceled, live, unknown. */
  outcome: string;
  calls: number;
}

/** How the calls of notifications made since an instant of shop time went. */
export function readCallOutcomes(sql: Sql, sinceMs: number): Promise<CallOutcome[]> {
  return sql<CallOutcome[]>`
    select a.provider, count(*)::int as calls,
      case
        when a.settled_at is null and a.state <> 'unknown' then 'live'
        when a.state = 'delivered' or (a.state = 'failed' and a.answer ->> 'code' in ('busy', 'no_answer'))
          then a.answer ->> 'code'
        else a.state
      end as outcome
    from notifications n join attempts a on a.notification_id = n.id
    where n.kind = 'voice' and n.created_at > ${new Date(sinceMs)}
    group by 1, 3`;
}
