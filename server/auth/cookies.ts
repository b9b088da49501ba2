import { createHmac, timingSafeEqual } from "node:crypto";

/** What a paired television carries. */
export const TV_COOKIE = "andon_tv";
/** The names of all cookies of sign-in begin so; on https browsers hold them to this host alone. */
const PREFIX = "andon";
const SESSION = "session_token";
/** Longer than any token that was ever made, with its signature. */
const MOST_CHARACTERS = 500;

export const isSecure = (publicUrl: string) => publicUrl.startsWith("https:");

/** How better-auth is to name its cookies. */
export function cookiePrefix(publicUrl: string): string {
  return isSecure(publicUrl) ? `__Host-${PREFIX}` : PREFIX;
}

export const sessionCookieName = (publicUrl: string) => `${cookiePrefix(publicUrl)}.${SESSION}`;

/** The value of a cookie in a Cookie header, decoded; null when it is absent or no text. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    try {
      const value = decodeURIComponent(part.slice(at + 1).trim());
      return value.length > 0 && value.length <= MOST_CHARACTERS ? value : null;
    } catch {
      return null;
    }
  }
  return null;
}

/** `TOKEN.SIGNATURE` as better-auth signs its cookies, encoded for a Cookie header. */
export function signToken(token: string, secret: string): string {
  return encodeURIComponent(`${token}.${signatureOf(token, secret).toString("base64")}`);
}

/** The token of a signed cookie; null when we did not sign it. */
export function openToken(value: string, secret: string): string | null {
  const at = value.lastIndexOf(".");
  if (at < 1) return null;
  const token = value.slice(0, at);
  const given = Buffer.from(value.slice(at + 1), "base64");
  const right = signatureOf(token, secret);
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

function signatureOf(token: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(token, "utf8").digest();
}
