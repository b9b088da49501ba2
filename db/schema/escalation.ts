import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./types.ts";

/** Every version of every escalation policy; settings is a PolicyVersion less key and validFrom. */
export const policyVersions = pgTable(
  "policy_versions",
  {
    key: text("key").notNull(),
    validFrom: instant("valid_from").notNull(),
    settings: jsonb("settings").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.validFrom] })],
);

/** One row: window and count of a storm, the default pledge, the fallback (domain/escalation/settings.ts). */
export const escalationSettings = pgTable("escalation_settings", {
  one: integer("one").primaryKey(),
  settings: jsonb("settings").notNull(),
});

/** One visit's breach, from its first step until it is resolved. Times are shop time. */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid("id").primaryKey(),
    orderId: bigint("order_id", { mode: "number" }).notNull(),
    orderNo: text("order_no").notNull(),
    visitId: uuid("visit_id").notNull(),
    token: text("token").notNull(),
    node: text("node").notNull(),
    severity: smallint("severity").notNull(),
    /** The version of the policy that it began with, and keeps. */
    policy: text("policy").notNull(),
    policyValidFrom: instant("policy_valid_from").notNull(),
    /** The visit's own, as they stood when the alert was last looked at. */
    enteredAt: instant("entered_at").notNull(),
    dueAt: instant("due_at").notNull(),
    openedAt: instant("opened_at").notNull(),
    state: text("state").notNull().$type<"open" | "acknowledged" | "resolved">(),
    /** The strongest step that fired. */
    stage: text("stage").notNull().$type<"chat" | "flag" | "voice">(),
    /** Since when the red flag is up. */
    flagAt: instant("flag_at"),
    /** Place of the next step in the policy, and which time round its repeat is. */
    nextStep: smallint("next_step").notNull(),
    round: smallint("round").notNull().default(0),
    /** Who has it: a person's id, or null for somebody with a key to the API. */
    takenBy: uuid("taken_by"),
    takenName: text("taken_name"),
    takenAt: instant("taken_at"),
    takenVia: text("taken_via").$type<"key" | "link" | "desk" | "api">(),
    pledgeUntil: instant("pledge_until"),
    /** Who took it first, and when: how long people took to hear. */
    firstTakenAt: instant("first_taken_at"),
    firstTakenName: text("first_taken_name"),
    resolvedAt: instant("resolved_at"),
    resolution: text("resolution").$type<"left" | "deadline_moved" | "rewritten" | "by_hand">(),
  },
  (t) => [
    uniqueIndex("alerts_open").on(t.orderId, t.visitId).where(sql`state <> 'resolved'`),
    index("alerts_unresolved").on(t.node, t.openedAt).where(sql`state <> 'resolved'`),
    index("alerts_opened").on(t.openedAt),
    index("alerts_order").on(t.orderId),
  ],
);

/** Each step of an alert that fired or was skipped: the key is why none fires twice. */
export const alertSteps = pgTable(
  "alert_steps",
  {
    alertId: uuid("alert_id").notNull(),
    step: smallint("step").notNull(),
    round: smallint("round").notNull(),
    kind: text("kind").notNull().$type<"chat" | "flag" | "voice">(),
    outcome: text("outcome").notNull().$type<"fired" | "skipped">(),
    /** Shop time: when it was to fire, and when it did. */
    dueAt: instant("due_at").notNull(),
    firedAt: instant("fired_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.alertId, t.step, t.round] })],
);

/** One message or call to one destination. */
export const notifications = pgTable(
  "notifications",
  {
    id: uuid("id").primaryKey(),
    purpose: text("purpose").notNull().$type<"step" | "over" | "notice" | "test" | "verify">(),
    kind: text("kind").notNull().$type<"chat" | "voice">(),
    /** What a notice says, as wording knows it; null for the other purposes. */
    topic: text("topic"),
    node: text("node"),
    severity: smallint("severity"),
    /** Whom it is for; null: only the group. */
    personId: uuid("person_id"),
    /** The chat group through whose robots it goes; null for calls. */
    groupKey: text("group_key"),
    /** Which of the step's targets it went to, in order: where a call that nobody took goes on. */
    targetNo: smallint("target_no").notNull().default(0),
    /** Why it went to somebody else than the policy names; null: it did not. */
    fallbackReason: text("fallback_reason"),
    /** One message at a time gathers what breaches at one node for one destination. */
    gatherKey: text("gather_key"),
    state: text("state")
      .notNull()
      .$type<"queued" | "sending" | "accepted" | "delivered" | "heard" | "failed" | "unknown" | "dropped">(),
    /** 1 goes first. */
    priority: smallint("priority").notNull(),
    /** Shop time: the earliest deadline that it tells of, from which lateness counts. */
    stepDueAt: instant("step_due_at"),
    /** Shop time: made, and not to go before. */
    createdAt: instant("created_at").notNull(),
    sendAt: instant("send_at").notNull(),
    /** Machine time: not before (a retry, a budget), and why. */
    heldUntil: instant("held_until"),
    heldReason: text("held_reason"),
    /** Machine time: whoever sends it has it until then. */
    leasedUntil: instant("leased_until"),
    /** Machine time: since when it is wanted no more though it may be ringing. */
    cancelAt: instant("cancel_at"),
    /** What was said, for the ledger. */
    said: jsonb("said"),
    /** Machine time. */
    settledAt: instant("settled_at"),
  },
  (t) => [
    index("notifications_waiting").on(t.priority, t.sendAt).where(sql`state = 'queued'`),
    index("notifications_sending").on(t.leasedUntil).where(sql`state in ('sending', 'accepted', 'unknown')`),
    uniqueIndex("notifications_gather")
      .on(t.gatherKey)
      .where(sql`state = 'queued' and gather_key is not null`),
    index("notifications_created").on(t.createdAt),
    // What breaches joins what is queued, and calls under way.
    index("notifications_joined")
      .on(t.gatherKey)
      .where(sql`gather_key is not null and state in ('queued', 'sending', 'accepted', 'unknown')`),
    // What a destination was told of a node lately: whether a storm is on.
    index("notifications_told")
      .on(t.node, t.groupKey, t.personId, t.createdAt)
      .where(sql`purpose = 'step' and kind = 'chat'`),
  ],
);

/** Which alerts a notification tells of. */
export const notificationAlerts = pgTable(
  "notification_alerts",
  { notificationId: uuid("notification_id").notNull(), alertId: uuid("alert_id").notNull() },
  (t) => [
    primaryKey({ columns: [t.notificationId, t.alertId] }),
    index("notification_alerts_alert").on(t.alertId),
  ],
);

/** Each try of a notification, with what the provider answered. Machine time throughout. */
export const attempts = pgTable(
  "attempts",
  {
    id: uuid("id").primaryKey(),
    notificationId: uuid("notification_id").notNull(),
    number: smallint("number").notNull(),
    provider: text("provider").notNull(),
    /** The robot or contact that it went through: an id, never an address. */
    account: text("account").notNull(),
    state: text("state")
      .notNull()
      .$type<"intent" | "accepted" | "delivered" | "heard" | "failed" | "unknown" | "canceled">(),
    intentAt: instant("intent_at").notNull(),
    acceptedAt: instant("accepted_at"),
    settledAt: instant("settled_at"),
    providerId: text("provider_id"),
    /** {status, code, message}: what the provider said, without addresses or tokens. */
    answer: jsonb("answer"),
    /** How its end became known: answer, callback, lookup, timeout. */
    settledBy: text("settled_by"),
    digits: text("digits"),
    answeredBy: text("answered_by"),
    /** The newest callback's number in the provider's sequence. */
    sequence: integer("sequence"),
  },
  (t) => [
    index("attempts_notification").on(t.notificationId),
    index("attempts_provider").on(t.provider, t.providerId),
    index("attempts_unsettled").on(t.intentAt).where(sql`settled_at is null`),
  ],
);

/** Callbacks that were taken, so that a repeated one changes nothing. */
export const callbacks = pgTable(
  "callbacks",
  {
    attemptId: uuid("attempt_id").notNull(),
    key: text("key").notNull(),
    receivedAt: instant("received_at").notNull(),
    body: jsonb("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.key] })],
);
