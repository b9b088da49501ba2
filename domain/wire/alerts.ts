import { z } from "zod";
import { STEP_KINDS } from "../escalation/types.ts";

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();
const stage = z.enum(STEP_KINDS);

/** How a person said that they take it: a key of the phone, a signed link, the desk, the API. */
export const TAKEN_VIA = ["key", "link", "desk", "api"] as const;
export type TakenVia = (typeof TAKEN_VIA)[number];

export const ALERT_STATES = ["open", "acknowledged", "resolved"] as const;
export const NOTIFICATION_STATES = [
  "queued",
  "sending",
  "accepted",
  "delivered",
  "heard",
  "failed",
  "unknown",
  "dropped",
] as const;

/** What the newest lines of a wall tell of. */
export const NEWS = [
  "chat",
  "flag",
  "voice",
  "taken",
  "passed",
  "not_heard",
  "pledge_passed",
  "over",
] as const;

/** How far escalation has come: what walls and desks show. Shop time, but for `held`. */
export const alertSummarySchema = z.object({
  asOf: instant,
  overdueSteps: z
    .object({ count, oldestMs: count.describe("shop time since the oldest should have fired") })
    .nullable()
    .describe("steps that did not fire in time; null: none"),
  /** Nodes with an alert that is not resolved, each as its worst alert stands. */
  nodes: z.array(
    z.object({
      key: z.string(),
      open: count.describe("alerts that are not resolved"),
      stage,
      takenName: z.string().nullable().describe("who has the worst one; null: nobody"),
      pledgeUntil: instant.nullable(),
      alertId: z.string().describe("the worst one"),
    }),
  ),
  /** The newest first. */
  newest: z
    .array(
      z.object({
        at: instant,
        alertId: z.string(),
        node: z.string(),
        what: z.enum(NEWS),
        count: count.describe("alerts that it is about"),
        who: z.string().nullable(),
        until: instant.nullable().describe("of a pledge"),
      }),
    )
    .max(8),
  /** What waits for a provider, with the time at which it goes (machine time). */
  held: z.array(
    z.object({ node: z.string().nullable(), channel: z.string(), until: instant, reason: z.string() }),
  ),
});
export type AlertSummary = z.infer<typeof alertSummarySchema>;

const taken = z.object({
  personId: z.string().nullable(),
  name: z.string(),
  at: instant,
  via: z.enum(TAKEN_VIA),
  pledgeUntil: instant,
});

/** One line of the list of alerts. Shop time. */
export const alertRowSchema = z.object({
  id: z.string(),
  orderNo: z.string(),
  token: z.string(),
  node: z.string(),
  severity: z.number().int(),
  state: z.enum(ALERT_STATES),
  stage,
  enteredAt: instant,
  dueAt: instant,
  openedAt: instant,
  flagAt: instant.nullable().describe("since when the red flag is up"),
  taken: taken.nullable().describe("who has it, or had it when it was resolved"),
  resolvedAt: instant.nullable(),
  resolution: z.enum(["left", "deadline_moved", "rewritten", "by_hand"]).nullable(),
  policy: z.string(),
  nextStepAt: instant.nullable().describe("when escalation goes on; null: it does not"),
});
export type AlertRow = z.infer<typeof alertRowSchema>;

export const alertPageSchema = z.object({
  asOf: instant,
  total: count.nullable().describe("on the first page"),
  alerts: z.array(alertRowSchema),
  lastResolvedAt: instant.nullable().describe("when an alert was last over; for an empty list"),
  nextCursor: z.string().nullable(),
});
export type AlertPage = z.infer<typeof alertPageSchema>;

/** One try of a notification. Machine time. */
export const attemptSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  provider: z.string(),
  account: z.string().describe("name of the robot, or the id of the contact; never an address"),
  state: z.enum(["intent", "accepted", "delivered", "heard", "failed", "unknown", "canceled"]),
  intentAt: instant,
  acceptedAt: instant.nullable(),
  settledAt: instant.nullable(),
  settledBy: z.string().nullable().describe("how its end became known: answer, callback, lookup, timeout"),
  providerId: z.string().nullable(),
  answer: z.unknown().describe("{status, code, message} as the provider said"),
  digits: z.string().nullable(),
  answeredBy: z.string().nullable(),
});

/** One message or call to one destination, with its tries. */
export const notificationSchema = z.object({
  id: z.string(),
  purpose: z.enum(["step", "over", "notice", "test", "verify"]),
  kind: z.enum(["chat", "voice"]),
  topic: z.string().nullable(),
  node: z.string().nullable(),
  severity: z.number().int().nullable(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  group: z.object({ key: z.string(), name: z.string() }).nullable(),
  fallbackReason: z.string().nullable().describe("why it went to somebody else than the policy names"),
  state: z.enum(NOTIFICATION_STATES),
  stepDueAt: instant.nullable().describe("shop time"),
  createdAt: instant.describe("shop time"),
  sendAt: instant.describe("shop time: not before"),
  heldUntil: instant.nullable().describe("machine time: not before"),
  heldReason: z.string().nullable(),
  settledAt: instant.nullable().describe("machine time"),
  latenessMs: z.number().int().nullable().describe("from the deadline until a provider accepted it"),
  alerts: count.describe("how many it tells of"),
  said: z.unknown(),
  attempts: z.array(attemptSchema),
});
export type NotificationView = z.infer<typeof notificationSchema>;

export const notificationPageSchema = z.object({
  asOf: instant,
  notifications: z.array(notificationSchema),
  nextCursor: z.string().nullable(),
});

/** One alert with all that was done about it. */
export const alertDetailSchema = alertRowSchema.extend({
  asOf: instant,
  policyValidFrom: instant,
  round: count,
  steps: z.array(
    z.object({
      step: z.number().int(),
      round: z.number().int(),
      kind: stage,
      outcome: z.enum(["fired", "skipped"]),
      dueAt: instant,
      firedAt: instant,
    }),
  ),
  /** The oldest first. */
  notifications: z.array(notificationSchema),
  /** Who took it, passed it on, resolved it: the newest first. */
  audit: z.array(
    z.object({
      at: instant,
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      detail: z.unknown(),
    }),
  ),
  undoUntil: instant.nullable().describe("machine time until which its last pass can be undone"),
});
export type AlertDetail = z.infer<typeof alertDetailSchema>;
