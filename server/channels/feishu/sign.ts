import { createHmac } from "node:crypto";

/**
 * The signature of a custom robot: HMAC-SHA256 under the key "timestamp\nsecret" of an empty message, base64.
 * @param timestampS machine time in whole seconds
 */
export function signFeishu(timestampS: number, secret: string): string {
  return createHmac("sha256", `${timestampS}\n${secret}`).digest("base64");
}
