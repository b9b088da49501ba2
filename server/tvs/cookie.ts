import { isSecure, readCookie, TV_COOKIE } from "../auth/cookies.ts";
import { CREDENTIAL_DAYS } from "./limits.ts";

const SECONDS_PER_DAY = 86_400;

/** The Set-Cookie header that gives a television its credential, or renews it: no script reads it. */
export function tvCookie(credential: string, publicUrl: string): string {
  const parts = [
    `${TV_COOKIE}=${credential}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${CREDENTIAL_DAYS * SECONDS_PER_DAY}`,
  ];
  if (isSecure(publicUrl)) parts.push("Secure");
  return parts.join("; ");
}

/** The Set-Cookie header that lets a television keep the credential that it sent; null: it sent none. */
export function renewedTvCookie(cookies: string | undefined, publicUrl: string): string | null {
  const credential = readCookie(cookies, TV_COOKIE);
  return credential !== null && /^[\w-]+$/.test(credential) ? tvCookie(credential, publicUrl) : null;
}
