import { createHmac, timingSafeEqual } from "node:crypto";

const HOUR_MS = 3_600_000;

/** DingTalk: the secret is the key, time and secret are the text. */
export function signDingtalk(timestampMs: string, secret: string): string {
  return createHmac("sha256", secret).update(`${timestampMs}\n${secret}`).digest("base64");
}

/** Feishu: time and secret are the key, the text is empty. */
export function signFeishu(timestampS: string, secret: string): string {
  return createHmac("sha256", `${timestampS}\n${secret}`).update("").digest("base64");
}

/** The skew that both allow. */
export function inTime(sentMs: number, now: number): boolean {
  return Math.abs(now - sentMs) <= HOUR_MS;
}

export function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
