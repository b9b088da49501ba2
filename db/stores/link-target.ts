import type { Sql, Tx } from "../sql.ts";

/** What a link is about, as it stands. Shop time, epoch ms. */
export interface LinkTarget {
  /** Whom it was made for, or the group's name when it was for the whole group. */
  name: string;
  node: string | null;
  severity: number | null;
  /** Alerts it tells of: all, and those that are not over. */
  alerts: number;
  unresolved: number;
  /** The one that is late longest, of those that are not over. */
  alertId: string | null;
  oldestDueAt: number | null;
  /** Who has them; null: nobody has all of them. */
  taken: { personId: string | null; name: string; pledgeUntil: number } | null;
}

interface Row extends Omit<LinkTarget, "taken"> {
  free: number;
  takenBy: string | null;
  takenName: string | null;
  pledgeUntil: number | null;
}

/** @returns null when the notification, or the person, is not there any more */
export async function readLinkTarget(
  sql: Sql | Tx,
  notificationId: string,
  personId: string | null,
  nowMs: number,
): Promise<LinkTarget | null> {
  const now = new Date(nowMs);
  const [row] = await sql<Row[]>`
    with told as materialized (
      select a.id, a.due_at, a.taken_by, a.taken_name, a.taken_at, a.pledge_until,
        a.state = 'acknowledged' and a.pledge_until > ${now} as taken,
        a.state <> 'resolved' and (v.left_at is null or v.left_at > ${now}) as waits
      from notification_alerts l join alerts a on a.id = l.alert_id
      left join visits v on v.order_id = a.order_id and v.id = a.visit_id
      where l.notification_id = ${notificationId})
    select coalesce(p.name, g.name, n.group_key, '') as name, n.node, n.severity,
      (select count(*)::int from told) as alerts, (select count(*)::int from told where waits) as unresolved,
      (select count(*)::int from told where waits and not taken) as free,
      (select id from told where waits order by due_at, id limit 1) as "alertId",
      (select min(due_at) from told where waits) as "oldestDueAt", t.taken_by as "takenBy",
      t.taken_name as "takenName", t.pledge_until as "pledgeUntil"
    from notifications n left join people p on p.id = ${personId}::uuid and p.active
    left join chat_groups g on g.key = n.group_key
    left join lateral (select * from told where waits and taken order by taken_at desc, id limit 1) t on true
    where n.id = ${notificationId} and (${personId}::uuid is null or p.id is not null)`;
  if (!row) return null;
  const { free, takenBy, takenName, pledgeUntil, ...target } = row;
  const taken =
    free === 0 && takenName !== null
      ? { personId: takenBy, name: takenName, pledgeUntil: pledgeUntil! }
      : null;
  return { ...target, taken };
}
