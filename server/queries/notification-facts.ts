import { readEscalationSettings } from "../../db/stores/escalation-settings.ts";
import {
  type AlertSums,
  type NotificationRow,
  readNotificationRow,
  sumAlerts,
} from "../../db/stores/notification-facts.ts";
import type {
  NoticeTopic,
  NotificationFacts,
  NotificationSubject,
} from "../../domain/escalation/words/facts.ts";
import { newest } from "../../domain/settings/history.ts";
import { verificationCode } from "../oncall/verification-code.ts";
import type { Context } from "../platform/context.ts";

/** How far ahead a promise is worth a sentence. */
const PROMISE_WITHIN_MS = 24 * 3_600_000;

/**
 * What a notification has to say at this moment of shop time, whatever was true when it was queued.
 * @returns null when there is no such notification
 */
export async function readNotificationFacts(
  context: Context,
  notificationId: string,
): Promise<NotificationFacts | null> {
  const { clock, env, sql } = context;
  const nowMs = clock.shopNow();
  const row = await readNotificationRow(sql, notificationId);
  if (!row) return null;
  const [sums, settings, { shopName }] = await Promise.all([
    sumAlerts(sql, notificationId, nowMs, PROMISE_WITHIN_MS),
    context.settings.get(),
    readEscalationSettings(sql),
  ]);
  const versions = row.node === null ? undefined : settings.nodes.get(row.node);
  const node = versions ? newest(versions) : null;
  return {
    notificationId,
    purpose: row.purpose,
    topic: row.topic as NoticeTopic | null,
    nowMs,
    timezone: env.timezone,
    shopName,
    node: node && { key: node.key, nameZh: node.nameZh, nameEn: node.nameEn, promise: node.promise },
    severity: row.severity,
    ...counted(sums, nowMs),
    person: row.personId === null ? null : personOf(row.personId, row.personName!, row.language!),
    groupKey: row.groupKey,
    groupName: row.groupName,
    fallbackReason: row.fallbackReason,
    takenBy: sums.takenName,
    pledgeUntilMs: sums.pledgeUntil,
    subject: await withCode(context, row),
  };
}

/** A code is in no row: it is derived when it is said. */
async function withCode(
  context: Context,
  { purpose, subject }: NotificationRow,
): Promise<NotificationSubject> {
  const contactId = subject?.contactId;
  if (purpose !== "verify" || contactId === undefined) return subject ?? {};
  const code = await verificationCode(context, contactId);
  return code === null ? { contactId } : { contactId, code };
}

function counted(sums: AlertSums, nowMs: number) {
  const { firstDueAt, nextDueAt, openedAt, resolvedAt } = sums;
  const over = sums.alertCount > 0 && sums.unresolvedCount === 0;
  return {
    light: firstDueAt === null && nextDueAt !== null ? ("yellow" as const) : ("red" as const),
    openCount: sums.openCount,
    unresolvedCount: sums.unresolvedCount,
    alertCount: sums.alertCount,
    overdueCount: sums.overdueCount,
    oldestOverdueMs: firstDueAt === null ? null : nowMs - firstDueAt,
    soonestDueInMs: nextDueAt === null ? null : nextDueAt - nowMs,
    promiseCount: sums.promiseCount,
    promiseAt: sums.promiseAt,
    promiseLastAt: sums.promiseLastAt,
    breachedCount: sums.breachedCount,
    bulky: sums.bulky,
    custom: sums.custom,
    orderNo: sums.orders === 1 ? sums.orderNo : null,
    resolution: over ? sums.resolution : null,
    tookMs: over && openedAt !== null && resolvedAt !== null ? Math.max(0, resolvedAt - openedAt) : null,
  };
}

const personOf = (id: string, name: string, language: "zh-CN" | "en") => ({ id, name, language });
