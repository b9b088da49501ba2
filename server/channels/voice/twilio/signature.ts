import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { TwilioEnv } from "../../../platform/env-voice.ts";

/**
 * Whether Twilio signed a callback, with either of two tokens. What it signed is the address that it was given, so it is
 * held against PUBLIC_URL, with and without a port, whatever a proxy makes of host and scheme. Takes the same time for
 * every wrong signature.
 * @param pathAndQuery as they arrived, not decoded
 * @param fields of the form
 */
export function isFromTwilio(
  { authToken, nextAuthToken }: Pick<TwilioEnv, "authToken" | "nextAuthToken">,
  publicUrl: string,
  pathAndQuery: string,
  fields: Readonly<Record<string, string | string[]>>,
  signature: string | undefined,
): boolean {
  if (signature === undefined) return false;
  const url = publicUrl.replace(/\/+$/, "") + pathAndQuery;
  const tokens = nextAuthToken === null ? [authToken] : [authToken, nextAuthToken];
  return tokens.map((token) => validateRequest(token, signature, url, fields)).includes(true);
}
