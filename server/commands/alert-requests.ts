import type { Tx } from "../../db/sql.ts";
import { type LockedAlert, readAlertIdsOf, type Taken } from "../../db/stores/alert-actions.ts";
import type { TakenVia } from "../../domain/wire/alerts.ts";

/** Which alerts somebody acts on: these, or all that a notification tells of. */
export interface WhichAlerts {
  alertIds?: readonly string[];
  notificationId?: string;
}

/** Who acts; personId null: somebody with a key to the API. */
export interface AlertActor {
  personId: string | null;
  name: string;
}

export interface AlertRequest extends WhichAlerts {
  by: AlertActor;
  via: TakenVia;
  /** Who it is for the audit, where that is somebody else: a key that acts for a person. */
  actor?: string;
  note?: string;
}

/** Why nothing could be done; `detail` is one line for a person. */
export class AlertActionError extends Error {
  override name = "AlertActionError";

  constructor(
    readonly code: "unknown_alert" | "bad_pledge" | "nobody_next" | "too_late" | "nothing_to_undo",
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** @throws AlertActionError when there are none */
export async function alertIdsOf(tx: Tx, which: WhichAlerts): Promise<string[]> {
  const ids = which.notificationId
    ? await readAlertIdsOf(tx, which.notificationId)
    : [...new Set(which.alertIds ?? [])];
  if (ids.length === 0) throw unknownAlert();
  return ids;
}

export const unknownAlert = () => new AlertActionError("unknown_alert", "There is no such alert.");

/** Whether somebody has it and has still time. */
export function isHeld(alert: LockedAlert, nowMs: number): alert is LockedAlert & { taken: Taken } {
  return alert.state === "acknowledged" && alert.taken !== null && alert.taken.pledgeUntil > nowMs;
}

export function isSame(taken: Taken, by: AlertActor): boolean {
  return by.personId === null
    ? taken.personId === null && taken.name === by.name
    : taken.personId === by.personId;
}

export function actorOf({ actor, by }: AlertRequest): string {
  return actor ?? `person:${by.name}`;
}

/** Who had an alert, as the audit keeps it. */
export function auditedTaken(taken: Taken | null): object | null {
  return (
    taken && {
      ...taken,
      at: new Date(taken.at).toISOString(),
      pledgeUntil: new Date(taken.pledgeUntil).toISOString(),
    }
  );
}
