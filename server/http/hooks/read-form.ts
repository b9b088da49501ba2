import type { Context } from "hono";
import { Problem } from "../problem.ts";
import type { ApiEnv } from "../types.ts";

/** Callbacks have some thirty short fields. */
const MOST_BYTES = 64 * 1_024;

/**
 * The text of a callback's body.
 * @throws Problem 413
 */
export async function readHookText(c: Context<ApiEnv>): Promise<string> {
  const tooLarge = new Problem(413, "body-too-large", `A callback may have at most ${MOST_BYTES} bytes.`);
  if (Number(c.req.header("content-length") ?? 0) > MOST_BYTES) throw tooLarge;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of c.req.raw.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) throw tooLarge;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The fields of a form; one that is given several times is a list. */
export function formFields(text: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const known = fields[name];
    if (known === undefined) fields[name] = value;
    else fields[name] = [...(Array.isArray(known) ? known : [known]), value];
  }
  return fields;
}

/** Path and query as they arrived; a proxy's absolute form counts by its path. */
export function arrivedAt(c: Context<ApiEnv>): string {
  const raw = c.env?.incoming?.url;
  if (raw !== undefined) return raw.replace(/^https?:\/\/[^/]*/i, "");
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}
