import type { Context as HonoContext } from "hono";
import type { ApiEnv } from "./types.ts";

/** What says where a process listens, not how people reach it. */
const OF_THIS_MACHINE = new Set(["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::]"]);
const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i;

/**
 * Under which people reach this server: PUBLIC_URL where it is given; else as whoever asks reached it, which is told to
 * nobody but them.
 */
export function baseUrlOf(c: HonoContext<ApiEnv>, publicUrl: string): string {
  const known = new URL(publicUrl);
  const host = c.req.header("host");
  if (!OF_THIS_MACHINE.has(known.hostname) || host === undefined || !HOST.test(host)) return known.origin;
  return `${known.protocol}//${host}`;
}
