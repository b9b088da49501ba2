import { textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** After everything that asks somebody to act. */
const OVER_PRIORITY = 4;

/**
 * Queues one line to each group that was told of these alerts and of none that is not resolved; it names nobody, so that
 * several who were told there read it once. Somebody who was called reads it in the group that was told; a message that a
 * later one to the same destination repeats says nothing of its own. The alerts are resolved by now, in this transaction.
 * @param now shop time, epoch ms
 * @returns how many lines were queued
 */
export async function queueOverLines(tx: Tx, alertIds: readonly string[], now: number): Promise<number> {
  const rows = await tx`
    with told as materialized (
      select n.id, n.kind, n.node, n.severity, n.person_id, n.group_key from notifications n
      where n.id in (select notification_id from notification_alerts where alert_id = any(${textArray(alertIds)}::uuid[]))
        and ${isTold(tx, "n")} and not ${goesOn(tx, "n")}),
    over as materialized (
      select t.*, case when t.kind = 'chat' then t.group_key else (
        select c.group_key from notification_alerts l join notification_alerts m on m.alert_id = l.alert_id
          join notifications c on c.id = m.notification_id
        where l.notification_id = t.id and c.kind = 'chat' and ${isTold(tx, "c")}
        order by c.group_key limit 1) end as to_group
      from told t
      where not exists (
        select from notification_alerts l join notification_alerts m on m.alert_id = l.alert_id
          join notifications o on o.id = m.notification_id
        where l.notification_id = t.id and o.id <> t.id and o.kind = t.kind and ${isTold(tx, "o")}
          and o.group_key is not distinct from t.group_key and o.person_id is not distinct from t.person_id
          and ${goesOn(tx, "o")})),
    lines as materialized (
      select concat_ws('|', 'over', node, to_group) as key, node, to_group, min(severity) as severity
      from over where to_group is not null group by 1, 2, 3 order by 1),
    made as (
      insert into notifications (id, purpose, kind, node, severity, person_id, group_key, gather_key, state, priority,
        created_at, send_at)
      select gen_random_uuid(), 'over', 'chat', node, severity, null, to_group, key, 'queued', ${OVER_PRIORITY},
        to_timestamp(${now / 1000}::float8), to_timestamp(${now / 1000}::float8)
      from lines
      on conflict (gather_key) where state = 'queued' and gather_key is not null
        do update set priority = excluded.priority
      returning id, gather_key),
    linked as (
      insert into notification_alerts (notification_id, alert_id)
      select distinct m.id, l.alert_id from made m
        join over o on m.gather_key = concat_ws('|', 'over', o.node, o.to_group)
        join notification_alerts l on l.notification_id = o.id
      on conflict do nothing)
    select id from made`;
  return rows.length;
}

/** It went out, or may have. */
const isTold = (tx: Tx, name: string): ReturnType<Tx> =>
  tx`(${tx(name)}.purpose = 'step' and ${tx(name)}.state in ('sending', 'accepted', 'delivered', 'heard', 'unknown'))`;

const goesOn = (tx: Tx, name: string): ReturnType<Tx> => tx`exists (
  select from notification_alerts i join alerts a on a.id = i.alert_id
  where i.notification_id = ${tx(name)}.id and a.state <> 'resolved')`;
