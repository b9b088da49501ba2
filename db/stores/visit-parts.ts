import type { Light } from "../../domain/sla/light.ts";
import type { Sql } from "../sql.ts";
import { openAt, type VisitFilter, visitConditions } from "./visit-conditions.ts";

/** So many open visits have this light, promise, channel and bulk. */
export interface VisitPart {
  light: Light;
  breached: boolean;
  channel: string | null;
  bulky: boolean;
  visits: number;
}

/** What a number of open visits is made of: the parts add up to it. */
export function countVisitParts(sql: Sql, filter: VisitFilter, atMs: number): Promise<VisitPart[]> {
  const at = new Date(atMs);
  return sql<VisitPart[]>`
    select light, breached, channel, bulky, count(*) as visits
    from (
      select v.channel, v.bulky, coalesce(v.promise_at <= ${at}, false) as breached,
        case when v.due_at <= ${at} then 'red' when v.warn_at <= ${at} then 'yellow' else 'green' end as light
      from ${openAt(sql, atMs)} v where ${visitConditions(sql, "v", filter, atMs)}) part
    group by 1, 2, 3, 4 order by 5 desc, 1, 2, 3, 4`;
}
