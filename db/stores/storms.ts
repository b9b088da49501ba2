import type { Lately } from "../../domain/escalation/storm.ts";
import { numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

export interface Destination {
  node: string;
  groupKey: string | null;
  personId: string | null;
}

/** Messages of one destination that are looked at: a storm has fewer within its window. */
const LOOKED_AT = 50;

/**
 * What destinations were told lately, in the order given: alerts counted up to `from`.
 * @param since shop time, epoch ms
 */
export async function readLately(
  tx: Tx,
  destinations: readonly Destination[],
  since: number,
  horizon: number,
  from: number,
): Promise<Lately[]> {
  if (destinations.length === 0) return [];
  const rows = await tx<{ place: number; told: number; since: number }[]>`
    select d.place, sum(n.links)::int as told, min(n.send_at) as since
    from unnest(
      ${numberArray(destinations.map((_, i) => i))}::int[], ${textArray(destinations.map((d) => d.node))}::text[],
      ${textArray(destinations.map((d) => d.groupKey))}::text[], ${textArray(destinations.map((d) => d.personId))}::uuid[]
    ) as d(place, node, group_key, person_id)
    cross join lateral (
      select t.send_at, (select count(*) from (
        select from notification_alerts l where l.notification_id = t.id limit ${from}) as first) as links
      from notifications t
      where t.purpose = 'step' and t.kind = 'chat' and t.node = d.node
        and (t.group_key = d.group_key or (t.group_key is null and d.group_key is null))
        and (t.person_id = d.person_id or (t.person_id is null and d.person_id is null))
        and t.created_at > to_timestamp(${horizon / 1000}::float8)
        and t.send_at > to_timestamp(${since / 1000}::float8) and t.state <> 'dropped'
      order by t.created_at desc limit ${LOOKED_AT}) as n
    group by d.place`;
  const found = new Map(rows.map((row) => [row.place, row]));
  return destinations.map((_, i) => ({ told: found.get(i)?.told ?? 0, since: found.get(i)?.since ?? null }));
}
