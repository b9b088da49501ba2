import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant } from "./types.ts";

/** Somebody who can be told. */
export const people = pgTable("people", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull().unique(),
  /** zh-CN or en: how they are spoken to. */
  language: text("language").notNull().default("zh-CN"),
  /** {from, to, timezone, bypassSeverity}: not disturbed then, but for what is at least as severe; null: never quiet. */
  quiet: jsonb("quiet"),
  active: boolean("active").notNull().default(true),
});

/** Where somebody can be reached; counts only once its code was given back. */
export const contacts = pgTable(
  "contacts",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id").notNull(),
    kind: text("kind").notNull().$type<"dingtalk" | "wecom" | "feishu" | "phone" | "email">(),
    /** DingTalk: mobile; WeCom, Feishu: user id; phone: E.164. */
    address: text("address").notNull(),
    position: smallint("position").notNull().default(0),
    verifiedAt: instant("verified_at"),
    /** SHA-256 of the code that was sent, when (machine time), and how often it was guessed. */
    codeHash: bytes("code_hash"),
    codeSentAt: instant("code_sent_at"),
    codeTries: smallint("code_tries").notNull().default(0),
  },
  (t) => [unique("contacts_address").on(t.personId, t.kind, t.address)],
);

/** What a node is owned by: who has the role, in which chat group they are, and who of them is on call. */
export const roles = pgTable("roles", {
  key: text("key").primaryKey(),
  nameZh: text("name_zh").notNull(),
  nameEn: text("name_en").notNull(),
  groupKey: text("group_key"),
  schedule: text("schedule"),
});

export const roleMembers = pgTable(
  "role_members",
  {
    role: text("role").notNull(),
    personId: uuid("person_id").notNull(),
    /** 0 is asked first. */
    position: smallint("position").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.role, t.personId] })],
);

/** Every version of every on-call schedule; settings is a ScheduleVersion less key and validFrom. */
export const scheduleVersions = pgTable(
  "schedule_versions",
  {
    key: text("key").notNull(),
    validFrom: instant("valid_from").notNull(),
    settings: jsonb("settings").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.validFrom] })],
);

/** Somebody is on call instead of whom the rotation says, for a while. */
export const scheduleOverrides = pgTable(
  "schedule_overrides",
  {
    id: uuid("id").primaryKey(),
    schedule: text("schedule").notNull(),
    personId: uuid("person_id").notNull(),
    /** In whose stead; null: of whoever it would be. */
    insteadOf: uuid("instead_of"),
    fromAt: instant("from_at").notNull(),
    toAt: instant("to_at").notNull(),
    note: text("note"),
    canceledAt: instant("canceled_at"),
  },
  (t) => [index("schedule_overrides_span").on(t.schedule, t.toAt).where(sql`canceled_at is null`)],
);

/** A group chat; its robots take turns. */
export const chatGroups = pgTable("chat_groups", {
  key: text("key").primaryKey(),
  name: text("name").notNull(),
});

export const robots = pgTable(
  "robots",
  {
    id: uuid("id").primaryKey(),
    groupKey: text("group_key").notNull(),
    kind: text("kind").notNull().$type<"dingtalk" | "wecom" | "feishu" | "webhook">(),
    name: text("name").notNull(),
    /** {token} or {url}, {secret}: never answered, never logged. */
    settings: jsonb("settings").notNull(),
    enabled: boolean("enabled").notNull().default(true),
    /** Machine time: the provider takes nothing from it until then. */
    bannedUntil: instant("banned_until"),
    lastError: text("last_error"),
  },
  (t) => [index("robots_group").on(t.groupKey)],
);

/** What went out through an account of late (machine time): what rate budgets are counted from. */
export const sends = pgTable(
  "sends",
  { account: text("account").notNull(), at: instant("at").notNull() },
  (t) => [index("sends_account").on(t.account, t.at)],
);

/** Secrets that we made ourselves: for links and feeds. */
export const secrets = pgTable("secrets", {
  name: text("name").primaryKey(),
  value: bytes("value").notNull(),
});

/** Signed links that were used: a second use is told so. */
export const linkUses = pgTable("link_uses", {
  hash: bytes("hash").primaryKey(),
  usedAt: instant("used_at").notNull(),
  uses: integer("uses").notNull().default(1),
});
