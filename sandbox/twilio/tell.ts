import { randomUUID } from "node:crypto";
import { signTwilio } from "./sign.ts";

/** Twilio's own limit for one webhook, all in all. */
const WITHIN_MS = 15_000;

export interface Told {
  status: number;
  contentType: string;
  body: string;
}

/**
 * Calls one of the caller's URLs as Twilio does: signed, once more when there was no connection.
 * @returns null when there was no answer
 */
export async function tell(
  method: string,
  address: string,
  fields: Record<string, string>,
  token: string,
): Promise<Told | null> {
  const url = new URL(address);
  url.hash = "";
  if (method === "GET") for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  const signed = method === "GET" ? {} : fields;
  // A URL without a path is signed as it was written, but is fetched with one.
  const signature = signTwilio(method === "GET" ? url.href : address.replace(/#.*$/, ""), signed, token);
  const headers = { "x-twilio-signature": signature, "i-twilio-idempotency-token": randomUUID() };
  const once = async (): Promise<Told> => {
    const response = await fetch(url, {
      method,
      headers,
      body: method === "GET" ? null : new URLSearchParams(fields),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const contentType = response.headers.get("content-type") ?? "";
    return { status: response.status, contentType, body: await response.text() };
  };
  return once()
    .catch(once)
    .catch(() => null);
}
