import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { passwordSchema } from "../../domain/access/password.ts";
import {
  type AliyunEnv,
  readAliyun,
  readTwilio,
  refuseHalfVoice,
  type TwilioEnv,
  VOICE_VARIABLES,
} from "./env-voice.ts";

const VERSION: string = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
).version;
/** What the pages were built from, as their build leaves it. */
const BUILT_FROM = new URL("../../.next/andon-inputs", import.meta.url);
const SHOWN_DIGITS = 7;

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)),
      `must be a ${protocols[0]}:// URL`,
    );

const timezone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "must be an IANA time zone, such as Asia/Shanghai");

const envSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  PUBLIC_URL: url("http", "https").optional(),
  DATABASE_URL: url("postgres", "postgresql").optional(),
  REDIS_URL: url("redis", "rediss").optional(),
  ANDON_DATA_DIR: z.string().min(1).default(".andon"),
  ANDON_API_KEY: z.string().max(200, "must be at most 200 characters").optional(),
  ANDON_ADMIN_EMAIL: z.email("must be an address such as name@example.com").max(200).optional(),
  ANDON_ADMIN_PASSWORD: passwordSchema.optional(),
  ANDON_SHOW_SIGN_IN: z.stringbool("must be true or false").default(false),
  ANDON_TIMEZONE: timezone.default("Asia/Shanghai"),
  ANDON_CLOCK: z.string().optional(),
  ANDON_RATE_LIMIT: z.coerce.number().int().min(1).max(1_000_000).default(200),
  ANDON_SILENT_AFTER_S: z.coerce.number().int().min(1).max(86_400).default(300),
  DINGTALK_BASE_URL: url("http", "https").optional(),
  WECOM_BASE_URL: url("http", "https").optional(),
  FEISHU_BASE_URL: url("http", "https").optional(),
  ...VOICE_VARIABLES,
  ANDON_HEARTBEAT_URL: url("http", "https").optional(),
  ANDON_LOG: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

/** Every variable that is read. */
export const ENV_NAMES: readonly string[] = Object.keys(envSchema.shape);

export interface Env {
  port: number;
  host: string;
  publicUrl: string;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
  apiKey: string | undefined;
  /** Of the first administrator, made when nobody has an account yet. */
  adminEmail: string | undefined;
  adminPassword: string | undefined;
  /** What the sign-in page tells everybody to type: in demos alone; null otherwise. */
  shownSignIn: { email: string; password: string } | null;
  timezone: string;
  /** As given: `2018-03-01T12:00:00Z@600`; see clock.ts. */
  clock: string | undefined;
  /** Requests a second per API key. */
  rateLimitPerSecond: number;
  /** How long a source that usually sends may be quiet, at the least; machine time. */
  silentAfterMs: number;
  /** Where chat robots are spoken to instead of their providers: stand-ins. No slash at the end. */
  chatUrls: { dingtalk?: string; wecom?: string; feishu?: string };
  /** Companies that place calls; null: not set up. */
  twilio: TwilioEnv | null;
  aliyun: AliyunEnv | null;
  /** Hears every half minute that steps fire; absent: nobody does. */
  heartbeatUrl: string | undefined;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  version: string;
  /** The version with what its pages were built from: what a screen compares, to know that it is of before. */
  pagesVersion: string;
}

/** A wrong setting: ends the start with one clear line. */
export class EnvError extends Error {
  override name = "EnvError";
}

/**
 * Parses the environment once. Empty strings count as absent.
 * @throws EnvError naming the variable, its value and the remedy
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = envSchema.superRefine(refuseHalfVoice).safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    const secret = /KEY|PASSWORD|TOKEN|SID|FROM|NUMBER|_URL/.test(name);
    const shown = secret ? "" : ` is ${JSON.stringify(given[name])}, which`;
    throw new EnvError(`${name}${shown} is not usable: ${issue.message}. Correct it or leave it unset.`);
  }
  const e = parsed.data;
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL ?? `http://${e.HOST}:${e.PORT}`,
    databaseUrl: e.DATABASE_URL,
    redisUrl: e.REDIS_URL,
    dataDir: path.resolve(e.ANDON_DATA_DIR),
    apiKey: e.ANDON_API_KEY,
    adminEmail: e.ANDON_ADMIN_EMAIL,
    adminPassword: e.ANDON_ADMIN_PASSWORD,
    shownSignIn:
      e.ANDON_SHOW_SIGN_IN && e.ANDON_ADMIN_EMAIL && e.ANDON_ADMIN_PASSWORD
        ? { email: e.ANDON_ADMIN_EMAIL, password: e.ANDON_ADMIN_PASSWORD }
        : null,
    timezone: e.ANDON_TIMEZONE,
    clock: e.ANDON_CLOCK,
    rateLimitPerSecond: e.ANDON_RATE_LIMIT,
    silentAfterMs: e.ANDON_SILENT_AFTER_S * 1000,
    chatUrls: {
      dingtalk: e.DINGTALK_BASE_URL?.replace(/\/+$/, ""),
      wecom: e.WECOM_BASE_URL?.replace(/\/+$/, ""),
      feishu: e.FEISHU_BASE_URL?.replace(/\/+$/, ""),
    },
    twilio: readTwilio(e),
    aliyun: readAliyun(e),
    heartbeatUrl: e.ANDON_HEARTBEAT_URL,
    logLevel: e.ANDON_LOG,
    version: VERSION,
    pagesVersion: pagesVersion(),
  };
}

/** Two builds of the same sources are alike, and a later one need not have a later number. */
function pagesVersion(): string {
  try {
    return `${VERSION}+${readFileSync(BUILT_FROM, "utf8").slice(0, SHOWN_DIGITS)}`;
  } catch {
    // Nothing is built: pages are compiled as they are asked for.
    return VERSION;
  }
}
