import { createHmac } from "node:crypto";

/**
 * The signature of a custom robot: HMAC-SHA256 under the secret of "timestamp\nsecret", base64, URL-encoded.
 * @param timestampMs machine time; DingTalk takes an hour of skew
 */
export function signDingtalk(timestampMs: number, secret: string): string {
  const mac = createHmac("sha256", secret).update(`${timestampMs}\n${secret}`).digest("base64");
  return encodeURIComponent(mac);
}
