import { z } from "zod";
import { LANES } from "../settings/types.ts";

/** What a television can show. */
export const SCREEN_KINDS = ["board", "bottlenecks", "node", "escalations", "forecast"] as const;
export type ScreenKind = (typeof SCREEN_KINDS)[number];

/** How long a screen stays up, in s: shorter cannot be read, longer is no playlist. */
export const SCREEN_SECONDS = { least: 5, most: 3_600 } as const;
/** Windows that a screen may look back over, in hours. */
export const WINDOW_HOURS = [1, 4, 8, 12, 24, 72, 168] as const;
/** What the heatmap can tell apart beside the hour. */
export const HEAT_COLUMNS = ["hour", "bulky", "custom", "channel", "warehouse", "carrier"] as const;
/** A playlist is read by people. */
export const MOST_SCREENS = 20;

const lanes = z.array(z.enum(LANES)).describe("only these lanes; empty: all");

/** One screen of a playlist. */
export const playlistEntrySchema = z
  .object({
    screen: z.enum(SCREEN_KINDS),
    seconds: z.number().int().min(SCREEN_SECONDS.least).max(SCREEN_SECONDS.most),
    lanes: lanes.default([]),
    windowHours: z.union(WINDOW_HOURS.map((hours) => z.literal(hours))).default(24),
    node: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("of screen `node`; absent: the worst one at that moment"),
    columns: z.enum(HEAT_COLUMNS).default("hour").describe("of screen `bottlenecks`"),
  })
  .strict();
export type PlaylistEntry = z.infer<typeof playlistEntrySchema>;

/** A new red in one of `lanes` brings its screen up and holds it for `holdSeconds`, or until somebody took it. */
export const preemptionSchema = z
  .object({
    lanes: lanes.default([]),
    screen: z.enum(["board", "node", "escalations"]).default("node"),
    holdSeconds: z.number().int().min(SCREEN_SECONDS.least).max(SCREEN_SECONDS.most).default(60),
    severities: z.array(z.union([z.literal(1), z.literal(2), z.literal(3)])).default([1, 2]),
  })
  .strict();
export type Preemption = z.infer<typeof preemptionSchema>;

export const playlistSchema = z
  .object({
    name: z.string().trim().min(1).max(80),
    entries: z.array(playlistEntrySchema).min(1).max(MOST_SCREENS),
    preemption: preemptionSchema.nullable().default(null),
  })
  .strict();
export type Playlist = z.infer<typeof playlistSchema>;

const dayMinute = z.number().int().min(0).max(1_440);
/** Hours of the shop's day; from > to goes over midnight. */
const hours = z.object({ fromMinute: dayMinute, toMinute: dayMinute }).strict();

/** What one television does its own way. */
export const tvSettingsSchema = z
  .object({
    language: z.enum(["zh-CN", "en"]).default("zh-CN"),
    theme: z.enum(["dark", "light"]).default("dark"),
    palette: z.enum(["standard", "colorblind"]).default("standard"),
    drift: z.boolean().default(true).describe("against burn-in"),
    dim: hours
      .extend({ percent: z.number().int().min(10).max(100) })
      .nullable()
      .default(null),
    chime: z.boolean().default(false),
    speech: z.boolean().default(false).describe("says what turned red, in the television's language"),
    volume: z.number().int().min(0).max(100).default(60),
    quiet: hours.nullable().default(null).describe("no sound then"),
  })
  .strict();
export type TvSettings = z.infer<typeof tvSettingsSchema>;

/** What a desk or a phone tells a television to do. */
export const tvCommandSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("next") }).strict(),
  z.object({ do: z.literal("previous") }).strict(),
  z.object({ do: z.literal("pause") }).strict(),
  z.object({ do: z.literal("resume") }).strict(),
  z.object({ do: z.literal("reload") }).strict(),
  z.object({ do: z.literal("identify") }).strict(),
]);
export type TvCommand = z.infer<typeof tvCommandSchema>;

/** What a television's page is given when it opens, and whenever a desk changes it. */
export const tvStateSchema = z.object({
  id: z.string(),
  name: z.string(),
  playlist: playlistSchema.extend({ id: z.string() }),
  settings: tvSettingsSchema,
  paused: z.boolean(),
});
export type TvState = z.infer<typeof tvStateSchema>;

/** What a television tells of itself every TV_REPORT_MS: what it sees, not what it was sent. Machine time. */
export const tvReportSchema = z
  .object({
    version: z.string().max(50),
    screen: z.enum(SCREEN_KINDS),
    node: z.string().max(200).nullable(),
    link: z.enum(["live", "lost", "late", "catching_up", "silent"]),
    /** The frame that is on the screen. */
    epoch: z.number().int().nullable(),
    seq: z.number().int().nullable(),
    /** Since the browser last painted, in ms: a page that runs and does not paint is no picture. */
    paintedMsAgo: z.number().int().nonnegative(),
    /** Renders since the last report. */
    renders: z.number().int().nonnegative(),
    visible: z.boolean(),
    /** Its clock less ours, in ms. */
    clockSkewMs: z.number().int(),
    heapMb: z.number().nonnegative().nullable(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  })
  .strict();
export type TvReport = z.infer<typeof tvReportSchema>;

export const TV_REPORT_MS = 5_000;
/** Not heard for so long, or not painted: the desk is told. */
export const TV_LOST_MS = 3 * TV_REPORT_MS;
