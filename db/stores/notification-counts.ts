import type { Sql } from "../sql.ts";

/** How sending does, at a moment. */
export interface NotificationCounts {
  /** Those made since an instant of shop time, by the provider of their last try, else by their kind. */
  made: { channel: string; state: string; count: number }[];
  held: { reason: string; count: number }[];
  /** Since when (shop time) the oldest that nothing holds back could have gone. */
  waitsSince: number | null;
  unsettled: number;
  /** Machine time at which the oldest try without an end began. */
  unsettledSince: number | null;
  bannedRobots: number;
  failingRobots: number;
}

export async function countNotifications(
  sql: Sql,
  { sinceMs, shopNow, machineNow }: { sinceMs: number; shopNow: number; machineNow: number },
): Promise<NotificationCounts> {
  const machine = new Date(machineNow);
  const [made, held, [row]] = await Promise.all([
    sql<NotificationCounts["made"]>`
      select coalesce(t.provider, n.kind) as channel, n.state, count(*)::int
      from notifications n left join lateral (
        select provider from attempts where notification_id = n.id order by number desc limit 1) t on true
      where n.created_at >= ${new Date(sinceMs)} group by 1, 2`,
    sql<NotificationCounts["held"]>`
      select held_reason as reason, count(*)::int from notifications
      where state = 'queued' and held_until > ${machine} and held_reason is not null group by 1`,
    sql<Omit<NotificationCounts, "made" | "held">[]>`
      select
        (select min(send_at) from notifications where state = 'queued' and send_at <= ${new Date(shopNow)}
          and (held_until is null or held_until <= ${machine})) as "waitsSince",
        (select count(*)::int from attempts where settled_at is null) as unsettled,
        (select min(intent_at) from attempts where settled_at is null) as "unsettledSince",
        (select count(*)::int from robots where enabled and banned_until > ${machine}) as "bannedRobots",
        (select count(*)::int from robots where enabled and last_error is not null) as "failingRobots"`,
  ]);
  return { ...row!, made: [...made], held: [...held] };
}
