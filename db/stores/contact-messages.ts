import type { Tx } from "../sql.ts";

/**
 * Says which contact a notification is for, whether or not it counts yet.
 * @param robotId the only robot that may send it; null: a call
 */
export async function nameContact(
  tx: Tx,
  notificationId: string,
  contactId: string,
  robotId: string | null,
): Promise<void> {
  await tx`
    update notifications set said = coalesce(said, '{}') ||
      jsonb_strip_nulls(jsonb_build_object('contactId', ${contactId}::text, 'robotId', ${robotId}::text))
    where id = ${notificationId}`;
}

/** Codes of a contact that wait to be sent are of no use any more. */
export async function dropCodes(tx: Tx, contactId: string): Promise<void> {
  await tx`
    update notifications set state = 'dropped'
    where id in (
      select id from notifications
      where state = 'queued' and purpose = 'verify' and said ->> 'contactId' = ${contactId}
      order by id for update)`;
}
