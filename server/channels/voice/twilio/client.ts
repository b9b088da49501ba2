import type { TwilioEnv } from "../../../platform/env-voice.ts";

export const TWILIO_URL = "https://api.twilio.com";
/** Twilio answers within a second as a rule; who waits longer is answered by a look-up. */
const ANSWER_WITHIN_MS = 8_000;

/** Codes of errors after which nothing was sent. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

type Client = import("twilio").Twilio;
const clients = new Map<string, Promise<Client>>();

/** Twilio's own client for an account; what stands in for Twilio is asked instead when the environment names it. */
export function twilioClient(env: TwilioEnv): Promise<Client> {
  const key = JSON.stringify([env.baseUrl, env.accountSid, env.authToken]);
  let client = clients.get(key);
  if (!client) {
    client = openClient(env);
    clients.set(key, client);
    client.catch(() => clients.delete(key));
  }
  return client;
}

/** The library takes a third of a second to load: only who places calls waits for it. */
async function openClient({ baseUrl, accountSid, authToken }: TwilioEnv): Promise<Client> {
  const { default: twilio } = await import("twilio");
  // No kept connection: on one that is just closing nobody could tell whether the call was placed.
  const http = new twilio.RequestClient({ timeout: ANSWER_WITHIN_MS, keepAlive: false, autoRetry: false });
  if (baseUrl !== null) {
    const request = http.request.bind(http);
    http.request = (options) => request({ ...options, uri: options.uri.replace(TWILIO_URL, baseUrl) });
  }
  return twilio(accountSid, authToken, { httpClient: http, timeout: ANSWER_WITHIN_MS });
}

/** A failed request, without what the library attaches to it: URLs, headers, numbers. */
export interface TwilioFailure {
  /** Null: there was no answer. */
  status: number | null;
  code: number | null;
  message: string;
  /** Whether it certainly did not reach Twilio. */
  notSent: boolean;
}

export function failureOf(error: unknown): TwilioFailure {
  const { status, code, message } = error as { status?: unknown; code?: unknown; message?: unknown };
  if (typeof status === "number") {
    const known = typeof code === "number" && code > 0 ? code : null;
    return { status, code: known, message: String(message), notSent: false };
  }
  const why = typeof code === "string" ? code : "no answer";
  return { status: null, code: null, message: why, notSent: NOT_SENT.has(why) };
}
