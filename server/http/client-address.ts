import type { Context as HonoContext } from "hono";
import type { ApiEnv } from "./types.ts";

/** From where a request comes, to count tries by: the other end of its connection, which may be a proxy of many. */
export function addressOf(c: HonoContext<ApiEnv>): string {
  return c.env?.incoming?.socket.remoteAddress ?? "unknown";
}
