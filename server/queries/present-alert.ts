import type { AlertListRow } from "../../db/stores/alert-search.ts";
import type { LedgerAttempt, LedgerRow } from "../../db/stores/notification-search.ts";
import type { AlertRow, NotificationView } from "../../domain/wire/alerts.ts";
import type { Clock } from "../platform/clock.ts";
import { iso, isoOrNull } from "./present-order.ts";
import { asShopTime } from "./shop-time.ts";

export function presentAlert(row: AlertListRow): AlertRow {
  const { takenBy, takenName, takenAt, takenVia, pledgeUntil } = row;
  const isTaken = takenName !== null && takenAt !== null && takenVia !== null && pledgeUntil !== null;
  return {
    id: row.id,
    orderNo: row.orderNo,
    token: row.token,
    node: row.node,
    severity: row.severity,
    state: row.state,
    stage: row.stage,
    enteredAt: iso(row.enteredAt),
    dueAt: iso(row.dueAt),
    openedAt: iso(row.openedAt),
    flagAt: isoOrNull(row.flagAt),
    taken: isTaken
      ? { personId: takenBy, name: takenName, at: iso(takenAt), via: takenVia, pledgeUntil: iso(pledgeUntil) }
      : null,
    resolvedAt: isoOrNull(row.resolvedAt),
    resolution: row.resolution,
    policy: row.policy,
    nextStepAt: isoOrNull(row.nextStepAt),
  };
}

/** Of what was said: never what verifies a contact. */
const SECRET_WORDS = new Set(["code", "contactId"]);

/** A notification with its tries; latenessMs is shop time from its deadline until a provider first accepted it. */
export function presentNotification(
  row: LedgerRow,
  attempts: readonly LedgerAttempt[],
  clock: Clock,
): NotificationView {
  const { personId, personName, groupKey, groupName, said, ...rest } = row;
  const accepted = attempts.flatMap(({ acceptedAt }) => (acceptedAt === null ? [] : [acceptedAt]));
  const latenessMs =
    row.stepDueAt === null || accepted.length === 0
      ? null
      : Math.max(0, Math.round(asShopTime(clock, Math.min(...accepted)) - row.stepDueAt));
  return {
    ...rest,
    person: personId === null ? null : { id: personId, name: personName ?? "" },
    group: groupKey === null ? null : { key: groupKey, name: groupName ?? groupKey },
    stepDueAt: isoOrNull(row.stepDueAt),
    createdAt: iso(row.createdAt),
    sendAt: iso(row.sendAt),
    heldUntil: isoOrNull(row.heldUntil),
    settledAt: isoOrNull(row.settledAt),
    latenessMs,
    said: said && Object.fromEntries(Object.entries(said).filter(([name]) => !SECRET_WORDS.has(name))),
    attempts: attempts.map(({ notificationId: _, ...attempt }) => ({
      ...attempt,
      intentAt: iso(attempt.intentAt),
      acceptedAt: isoOrNull(attempt.acceptedAt),
      settledAt: isoOrNull(attempt.settledAt),
    })),
  };
}
