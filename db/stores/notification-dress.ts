import type { NotificationSubject } from "../../domain/escalation/words/facts.ts";
import { textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** What a notification has beside what makes it one. */
export interface Dress {
  /** What whoever makes it knows and its alerts do not tell. */
  said?: NotificationSubject;
  /** Machine time, epoch ms: not to go before, and why. */
  held?: { untilMs: number; reason: "undo" };
}

/** Dresses notifications that were made in this transaction. */
export async function dressNotifications(
  tx: Tx,
  ids: readonly string[],
  { said, held }: Dress,
): Promise<void> {
  if (ids.length === 0 || (!said && !held)) return;
  await tx`
    update notifications set said = coalesce(${said ? JSON.stringify(said) : null}::text::jsonb, said),
      held_until = coalesce(${held ? new Date(held.untilMs) : null}, held_until),
      held_reason = coalesce(${held?.reason ?? null}, held_reason)
    where id = any(${textArray(ids)}::uuid[])`;
}

/**
 * Takes alerts back out of notifications that have not gone yet; one that tells of others too goes for those.
 * @returns false when one has gone: then nothing was changed
 */
export async function takeBackQueued(
  tx: Tx,
  ids: readonly string[],
  alertIds: readonly string[],
): Promise<boolean> {
  const wanted = textArray(ids);
  const rows = await tx<{ state: string }[]>`
    select state from notifications where id = any(${wanted}::uuid[]) order by id for update`;
  if (rows.length < ids.length || rows.some(({ state }) => state !== "queued")) return false;
  const back = textArray(alertIds);
  const shared = await tx<{ id: string }[]>`
    update notifications n set held_until = null, held_reason = null
    where n.id = any(${wanted}::uuid[]) and exists (
      select from notification_alerts l where l.notification_id = n.id and not l.alert_id = any(${back}::uuid[]))
    returning n.id`;
  const kept = textArray(shared.map(({ id }) => id));
  await tx`
    delete from notification_alerts
    where notification_id = any(${kept}::uuid[]) and alert_id = any(${back}::uuid[])`;
  await tx`
    update notifications set state = 'dropped'
    where id = any(${wanted}::uuid[]) and not id = any(${kept}::uuid[])`;
  return true;
}
