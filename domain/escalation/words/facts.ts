import type { PromiseKind } from "../../settings/types.ts";

/** What a notice says; the other purposes need no topic. */
export const NOTICE_TOPICS = ["taken", "pledge_passed", "passed_on", "escalated", "gap"] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

/**
 * What whoever makes a notification knows and its alerts do not tell; it is put into `notifications.said` when the
 * row is inserted, and stays beside what was said.
 */
export interface NotificationSubject {
  /** Name of whoever had it, or did not take it (passed_on, escalated), or took it (taken). */
  fromName?: string;
  /** Name of whoever is asked next. */
  toName?: string;
  /** Whoever had it could not be called: no phone of theirs rang (escalated). */
  notCalled?: boolean;
  /** Shop time: the pledge that was given or has passed. */
  pledgeUntilMs?: number;
  /** Nobody else is told after it: somebody has to take it by themselves (pledge_passed). */
  nothingFollows?: boolean;
  /** Shop time: the hours that nobody covers (gap). */
  gapFromMs?: number;
  gapUntilMs?: number;
  /** The contact that is tested or verified, whether or not it counts yet. */
  contactId?: string;
  /** The code to be given back (verify): derived when it is said, in no row. Absent: it is asked for no more. */
  code?: string;
  /** The one robot that it must go through (test). */
  robotId?: string;
}

/** All that words and speech say about one notification, as it stands at this moment. Times are shop time, epoch ms. */
export interface NotificationFacts {
  notificationId: string;
  purpose: "step" | "over" | "notice" | "test" | "verify";
  topic: NoticeTopic | null;
  nowMs: number;
  /** IANA, of the shop. */
  timezone: string;
  shopName: string;
  node: { key: string; nameZh: string; nameEn: string; promise: PromiseKind | null } | null;
  severity: 1 | 2 | 3 | null;
  /** Red once the first of them is due. */
  light: "yellow" | "red";
  /** Its alerts that nobody has taken and that are not over. */
  openCount: number;
  /** Its alerts that are not over, taken or not. */
  unresolvedCount: number;
  /** All that it ever told of. */
  alertCount: number;
  /** From here to `custom`: of those that nobody has taken, or, where somebody has them all, of the unresolved ones. */
  overdueCount: number;
  oldestOverdueMs: number | null;
  soonestDueInMs: number | null;
  /** How many of them have a promise within the next 24 hours, and the first and last such. */
  promiseCount: number;
  promiseAt: number | null;
  promiseLastAt: number | null;
  /** How many of them have a promise that has passed. */
  breachedCount: number;
  bulky: number;
  custom: number;
  /** The only order that it tells of; null: there are several. */
  orderNo: string | null;
  /** From the first step of any of its alerts until the last of them was over; null: not all are. */
  tookMs: number | null;
  /** How all of them ended; mixed: not all in the same way; null: not all have. */
  resolution: "left" | "deadline_moved" | "rewritten" | "by_hand" | "mixed" | null;
  person: { id: string; name: string; language: "zh-CN" | "en" } | null;
  groupKey: string | null;
  groupName: string | null;
  /** Why it went to somebody else than the policy names. */
  fallbackReason: string | null;
  /** Who has its alerts, when somebody has. */
  takenBy: string | null;
  pledgeUntilMs: number | null;
  subject: NotificationSubject;
}
