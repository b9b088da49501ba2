import { z } from "zod";

const httpUrl = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), "must be a http:// URL")
  .transform((text) => text.replace(/\/+$/, ""));

const text = z.string().min(1).max(200);

/** What calls need. All of a company's variables are given, or none. */
export const VOICE_VARIABLES = {
  TWILIO_BASE_URL: httpUrl.optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, "must be AC and 32 hexadecimal digits")
    .optional(),
  TWILIO_AUTH_TOKEN: text.optional(),
  TWILIO_AUTH_TOKEN_NEXT: text.optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, "must be a number of yours in E.164, such as +12025550100")
    .optional(),
  ALIYUN_BASE_URL: httpUrl.optional(),
  ALIYUN_ACCESS_KEY_ID: text.optional(),
  ALIYUN_ACCESS_KEY_SECRET: text.optional(),
  ALIYUN_SHOW_NUMBER: text.optional(),
  ALIYUN_TTS_ALERT: text.optional(),
  ALIYUN_TTS_TAKEN: text.optional(),
  ALIYUN_TTS_PASSED: text.optional(),
  ALIYUN_TTS_SILENCE: text.optional(),
  ALIYUN_TTS_CODE: text.optional(),
  ALIYUN_TTS_TEST: text.optional(),
  ALIYUN_CALLBACK_KEY: z.string().min(16, "must be at least 16 characters").max(200).optional(),
};

type Given = z.infer<z.ZodObject<typeof VOICE_VARIABLES>>;
type Name = keyof Given;

const TWILIO_NEEDS = ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"] as const;
const ALIYUN_NEEDS = [
  "ALIYUN_ACCESS_KEY_ID",
  "ALIYUN_ACCESS_KEY_SECRET",
  "ALIYUN_SHOW_NUMBER",
  "ALIYUN_TTS_ALERT",
  "ALIYUN_TTS_TAKEN",
  "ALIYUN_TTS_PASSED",
  "ALIYUN_CALLBACK_KEY",
] as const;

/** Refuses half a company: calls that would fail when they are needed. */
export function refuseHalfVoice(
  given: Given,
  issues: { addIssue(issue: { code: "custom"; path: [Name]; message: string }): void },
): void {
  for (const needs of [TWILIO_NEEDS, ALIYUN_NEEDS] as readonly (readonly Name[])[]) {
    const set = needs.find((name) => given[name] !== undefined);
    const missing = needs.find((name) => given[name] === undefined);
    if (set && missing)
      issues.addIssue({
        code: "custom",
        path: [missing],
        message: `must be set too, since ${set} is; for calls all of ${needs.join(", ")} are needed`,
      });
  }
}

export interface TwilioEnv {
  /** Null: Twilio itself. */
  baseUrl: string | null;
  accountSid: string;
  authToken: string;
  /** Also believed in callbacks, while tokens are changed. */
  nextAuthToken: string | null;
  /** E.164. */
  from: string;
}

export interface AliyunEnv {
  /** Null: Aliyun itself. */
  baseUrl: string | null;
  accessKeyId: string;
  accessKeySecret: string;
  showNumber: string;
  /** Codes of templates; docs/VOICE.md has their texts. */
  templates: {
    alert: string;
    taken: string;
    passed: string;
    silence: string | null;
    code: string | null;
    test: string | null;
  };
  /** What Aliyun's reports must carry in their URL, since they are not signed. */
  callbackKey: string;
}

export function readTwilio(given: Given): TwilioEnv | null {
  if (given.TWILIO_ACCOUNT_SID === undefined) return null;
  return {
    baseUrl: given.TWILIO_BASE_URL ?? null,
    accountSid: given.TWILIO_ACCOUNT_SID,
    authToken: given.TWILIO_AUTH_TOKEN!,
    nextAuthToken: given.TWILIO_AUTH_TOKEN_NEXT ?? null,
    from: given.TWILIO_FROM!,
  };
}

export function readAliyun(given: Given): AliyunEnv | null {
  if (given.ALIYUN_ACCESS_KEY_ID === undefined) return null;
  return {
    baseUrl: given.ALIYUN_BASE_URL ?? null,
    accessKeyId: given.ALIYUN_ACCESS_KEY_ID,
    accessKeySecret: given.ALIYUN_ACCESS_KEY_SECRET!,
    showNumber: given.ALIYUN_SHOW_NUMBER!,
    templates: {
      alert: given.ALIYUN_TTS_ALERT!,
      taken: given.ALIYUN_TTS_TAKEN!,
      passed: given.ALIYUN_TTS_PASSED!,
      silence: given.ALIYUN_TTS_SILENCE ?? null,
      code: given.ALIYUN_TTS_CODE ?? null,
      test: given.ALIYUN_TTS_TEST ?? null,
    },
    callbackKey: given.ALIYUN_CALLBACK_KEY!,
  };
}
