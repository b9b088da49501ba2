import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant } from "./types.ts";

// The tables that better-auth reads and writes; the names of fields are its own. Machine time throughout.

/** Somebody who signs in. */
export const users = pgTable("users", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
  /** One of domain/access/rights.ts ROLES. */
  role: text("role").notNull().default("operator"),
  /** Who they are when they take an alert; null: nobody on call. */
  personId: uuid("person_id"),
  /** May not sign in since. */
  disabledAt: instant("disabled_at"),
  /** A first password that somebody else knows has to be changed. */
  mustChangePassword: boolean("must_change_password").notNull().default(false),
  language: text("language").notNull().default("zh-CN"),
  theme: text("theme").notNull().default("system"),
});

export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    expiresAt: instant("expires_at").notNull(),
    token: text("token").notNull().unique(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    userId: text("user_id").notNull(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/** Ways of signing in; the password's hash is here. */
export const accounts = pgTable(
  "accounts",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id").notNull(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [index("accounts_user").on(t.userId)],
);

export const verifications = pgTable(
  "verifications",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [index("verifications_identifier").on(t.identifier)],
);

export const twoFactors = pgTable(
  "two_factors",
  {
    id: text("id").primaryKey(),
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    userId: text("user_id").notNull(),
    verified: boolean("verified").default(true),
    failedVerificationCount: integer("failed_verification_count").default(0),
    lockedUntil: instant("locked_until"),
  },
  (t) => [index("two_factors_user").on(t.userId)],
);

/** Attempts to sign in, counted per caller and per address that is tried. */
export const rateLimits = pgTable("rate_limits", {
  id: text("id").primaryKey(),
  key: text("key").notNull().unique(),
  count: integer("count").notNull(),
  lastRequest: bigint("last_request", { mode: "number" }).notNull(),
});

// Televisions. Machine time throughout.

export const playlists = pgTable("playlists", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull().unique(),
  /** A Playlist less its name (domain/screens/types.ts). */
  settings: jsonb("settings").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const tvs = pgTable(
  "tvs",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    /** SHA-256 of its credential. */
    hash: bytes("hash").notNull().unique(),
    playlistId: uuid("playlist_id").notNull(),
    /** TvSettings. */
    settings: jsonb("settings").notNull(),
    paused: boolean("paused").notNull().default(false),
    approvedBy: text("approved_by").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Written at most once a minute; what is newer lies in Redis. */
    lastSeenAt: instant("last_seen_at"),
    /** TvReport as it was then. */
    lastReport: jsonb("last_report"),
    revokedAt: instant("revoked_at"),
  },
  // A revoked one leaves its name to the next.
  (t) => [uniqueIndex("tvs_name").on(t.name).where(sql`revoked_at is null`)],
);

/** A television that shows a code and waits (RFC 8628). */
export const pairings = pgTable(
  "pairings",
  {
    id: uuid("id").primaryKey(),
    /** SHA-256 of what only the television has. */
    deviceHash: bytes("device_hash").notNull().unique(),
    /** Shown on the screen, without its dash. */
    userCode: text("user_code").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** Who asks oftener than that is told to slow down. */
    intervalMs: integer("interval_ms").notNull(),
    polledAt: instant("polled_at"),
    /** Guesses at the code are counted where they are made, not here. */
    state: text("state").notNull().$type<"waiting" | "approved" | "denied" | "used">(),
    tvId: uuid("tv_id"),
  },
  (t) => [unique("pairings_user_code").on(t.userCode), index("pairings_expires").on(t.expiresAt)],
);
