import { textArray } from "../array.ts";
import type { Sql } from "../sql.ts";

/** What somebody did at once, as the audit tells it. */
export interface ActRow {
  /** Machine time, epoch ms. */
  at: number;
  action: string;
  actor: string;
  /** Who took, passed on or resolved; null where the audit does not say. */
  byName: string | null;
  /** Of an account. */
  userName: string | null;
  subject: string;
  alerts: number;
  nodes: string[];
}

interface ActQuestion {
  /** Machine time, epoch ms: after the one, not after the other. */
  fromMs: number;
  toMs: number;
  /** How the actions begin. */
  kinds: readonly string[];
}

/**
 * What was done in a window, the earliest first; the alerts that somebody took at once are one line.
 * @returns those listed, and how many there are in all
 */
export async function readActs(
  sql: Sql,
  { fromMs, toMs, kinds }: ActQuestion,
  limit: number,
): Promise<{ acts: ActRow[]; total: number }> {
  const rows = await sql<(ActRow & { total: number })[]>`
    select a.at, a.action, a.actor, a.by_name as "byName", u.name as "userName", a.subject, a.alerts, a.nodes,
      count(*) over () as total
    from (
      select e.at, e.action, e.actor, min(e.id) as id, min(e.detail #>> '{by,name}') as by_name, min(e.subject) as subject,
        count(al.id) as alerts, coalesce(array_agg(distinct al.node) filter (where al.node is not null), '{}') as nodes
      from audit e left join alerts al
        on al.id = case when e.subject like 'alert:%' then substr(e.subject, 7)::uuid end
      where e.at > ${new Date(fromMs)} and e.at <= ${new Date(toMs)}
        and split_part(e.action, '.', 1) = any(${textArray(kinds)}::text[])
      group by e.at, e.action, e.actor, case when e.subject like 'alert:%' then '' else e.subject end) a
    left join users u on a.actor = 'user:' || u.id
    order by a.at, a.id limit ${limit}`;
  return { acts: rows.map(({ total: _, ...act }) => act), total: rows[0]?.total ?? 0 };
}
