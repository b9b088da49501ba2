import type { NotificationFacts } from "../facts.ts";

/** 2026-11-11 14:00 in Shanghai. */
export const NOW = Date.parse("2026-11-11T14:00:00+08:00");

/** Facts of one late order, and whatever a test says instead. */
export function factsOf(given: Partial<NotificationFacts> = {}): NotificationFacts {
  return {
    notificationId: "00000000-0000-4000-8000-000000000001",
    purpose: "step",
    topic: null,
    nowMs: NOW,
    timezone: "Asia/Shanghai",
    shopName: "木屿家居",
    node: { key: "packed", nameZh: "打包待出库", nameEn: "Packed", promise: "ship" },
    severity: 1,
    light: "red",
    openCount: 1,
    unresolvedCount: 1,
    alertCount: 1,
    overdueCount: 1,
    oldestOverdueMs: 60_000,
    soonestDueInMs: null,
    promiseCount: 0,
    promiseAt: null,
    promiseLastAt: null,
    breachedCount: 0,
    bulky: 0,
    custom: 0,
    orderNo: null,
    tookMs: null,
    resolution: null,
    person: null,
    groupKey: null,
    groupName: null,
    fallbackReason: null,
    takenBy: null,
    pledgeUntilMs: null,
    subject: {},
    ...given,
  };
}
