import { textArray } from "../array.ts";
import type { Tx } from "../sql.ts";
import type { Taken } from "./alert-actions.ts";

/** Who had an alert, as the audit keeps it. */
export type AuditedTaken = Omit<Taken, "at" | "pledgeUntil"> & { at: string; pledgeUntil: string };

/** What the audit keeps of a pass. */
export interface PassDetail {
  passId: string;
  from: AuditedTaken | null;
  notificationIds: string[];
  /** Machine time; null: it could not be undone from the start. */
  undoUntil: string | null;
}

/** What was last done to an alert by somebody. */
export async function readLastAudit(
  tx: Tx,
  alertId: string,
): Promise<{ action: string; detail: PassDetail } | null> {
  const [row] = await tx<{ action: string; detail: PassDetail }[]>`
    select action, detail from audit where subject = ${`alert:${alertId}`} order by at desc, id desc limit 1`;
  return row ?? null;
}

export interface AuditedPass {
  alertId: string;
  from: AuditedTaken | null;
}

/** All alerts that went on with one pass, by the notifications that told of it. */
export function readPass(tx: Tx, passId: string, notificationIds: readonly string[]): Promise<AuditedPass[]> {
  return tx<AuditedPass[]>`
    select substr(a.subject, 7) as "alertId", a.detail -> 'from' as "from" from audit a
    where a.action = 'alert.pass' and a.detail ->> 'passId' = ${passId}
      and a.subject in (
        select 'alert:' || alert_id from notification_alerts
        where notification_id = any(${textArray(notificationIds)}::uuid[]))
    order by a.subject`;
}
