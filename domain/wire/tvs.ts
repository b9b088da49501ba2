import { z } from "zod";
import { TV_ALARMS } from "../screens/alarm.ts";
import { playlistSchema, tvReportSchema, tvSettingsSchema } from "../screens/types.ts";

const instant = z.iso.datetime();

/** A playlist with what hangs on it. */
export const playlistRowSchema = playlistSchema.extend({
  id: z.string(),
  updatedAt: instant,
  tvs: z.number().int().describe("televisions that show it"),
});
export type PlaylistRow = z.infer<typeof playlistRowSchema>;

/** A television as a desk sees it. Machine time. */
export const tvRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  playlistId: z.string(),
  playlistName: z.string(),
  settings: tvSettingsSchema,
  paused: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant.nullable().describe("null: it has not come yet"),
  report: tvReportSchema.nullable().describe("as it last told of itself"),
  alarm: z
    .enum(TV_ALARMS)
    .nullable()
    .describe(
      "lost: not heard of for 15 s · frozen: runs and does not paint, or is out of sight · " +
        "clock: its clock is wrong · stale: shows an old frame though it was sent a newer one",
    ),
});
export type TvRow = z.infer<typeof tvRowSchema>;

export const tvListSchema = z.object({
  asOf: instant.describe("machine time"),
  version: z.string().describe("of this server; a television that tells another one has not reloaded yet"),
  tvs: z.array(tvRowSchema),
});
export type TvList = z.infer<typeof tvListSchema>;

/** RFC 8628 §3.2. */
export const pairingSchema = z.object({
  device_code: z.string().describe("keep it secret: who has it is given the credential"),
  user_code: z.string().describe("to be shown: XXXX-XXXX"),
  verification_uri: z.url(),
  verification_uri_complete: z.url().describe("to be shown as a QR code"),
  expires_in: z.number().int().describe("s"),
  interval: z.number().int().describe("s between two questions at the least"),
});
export type Pairing = z.infer<typeof pairingSchema>;

/** What a television is told once it was approved; its credential comes as a cookie that no script reads. */
export const pairedSchema = z.object({ id: z.string(), name: z.string() });
export type Paired = z.infer<typeof pairedSchema>;

/** RFC 8628 §3.5, in `error` of the problem. */
export const PAIRING_ERRORS = [
  "authorization_pending",
  "slow_down",
  "access_denied",
  "expired_token",
] as const;
export type PairingError = (typeof PAIRING_ERRORS)[number];
