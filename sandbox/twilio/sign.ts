import { createHmac } from "node:crypto";

/** X-Twilio-Signature: the whole URL, then every POST field as name and value, sorted by name. */
export function signTwilio(url: string, fields: Record<string, string>, token: string): string {
  const text = Object.keys(fields)
    .sort()
    .reduce((so, name) => so + name + fields[name], url);
  return createHmac("sha1", token).update(text, "utf8").digest("base64");
}
