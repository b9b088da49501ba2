import { createHash } from "node:crypto";

/** How a key, a session's token or a television's credential is stored: long and random, so a plain SHA-256 is enough. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
