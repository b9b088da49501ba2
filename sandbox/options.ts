export interface Options {
  /** 0: any free one. */
  port: number;
  host: string;
  twilioAccount: string;
  twilioToken: string;
  aliyunKeyId: string;
  aliyunSecret: string;
  /** Where Aliyun's call reports go, as one would set in its console; null: nowhere. */
  aliyunReportUrl: string | null;
  /** Andon's wall, to link to; null: not known. */
  wallUrl: string | null;
  /** How long a phone rings before nobody has answered, ms; null: as long as the caller asked for. */
  ringMs: number | null;
  /** Its time goes on only when it is told to: for tests. */
  clockStandsStill: boolean;
  /** real: dialling and speech take as long as they do, one call a second; quick: no time. */
  pace: "real" | "quick";
}

/** A wrong option: ends the sandbox with one clear line. */
export class OptionError extends Error {
  override name = "OptionError";
}

/** What opens the stand-ins unless the environment says otherwise; it opens nothing else. */
export const SANDBOX_ACCOUNT = "AC00000000000000000000000000005a4d";
export const SANDBOX_TOKEN = "the-sandbox-s-own-token";

/** @throws OptionError naming the variable, its value and the remedy */
export function readOptions(env: Readonly<Record<string, string | undefined>>): Options {
  const pace = env.SANDBOX_PACE || "real";
  if (pace !== "real" && pace !== "quick") {
    throw new OptionError(`SANDBOX_PACE is ${JSON.stringify(pace)}: give real or quick, or leave it unset.`);
  }
  return {
    port: whole("SANDBOX_PORT", env.SANDBOX_PORT || "0", 0, 65_535),
    host: env.HOST || "127.0.0.1",
    twilioAccount: env.TWILIO_ACCOUNT_SID || SANDBOX_ACCOUNT,
    twilioToken: env.TWILIO_AUTH_TOKEN || SANDBOX_TOKEN,
    aliyunKeyId: env.ALIYUN_ACCESS_KEY_ID || "sandbox",
    aliyunSecret: env.ALIYUN_ACCESS_KEY_SECRET || "sandbox",
    aliyunReportUrl: env.SANDBOX_ALIYUN_REPORT_URL || null,
    wallUrl: env.ANDON_URL ? `${env.ANDON_URL.replace(/\/+$/, "")}/wall` : null,
    ringMs: env.SANDBOX_RING_S ? whole("SANDBOX_RING_S", env.SANDBOX_RING_S, 1, 600) * 1_000 : null,
    clockStandsStill: env.SANDBOX_CLOCK === "still",
    pace,
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new OptionError(`${name} is ${JSON.stringify(text)}: give a whole number from ${least} to ${most}.`);
}
