import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { ApiEnv, ApiParts } from "../types.ts";

/** What a caller may choose as the id of its request. */
const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** Around every request: its id, headers that keep browsers careful, and a count of how it ended. */
export function frameRequest({ metrics }: ApiParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    const given = c.req.header("x-request-id");
    const requestId = given && REQUEST_ID.test(given) ? given : randomUUID();
    c.set("requestId", requestId);
    await next();
    const headers = c.res.headers;
    headers.set("x-request-id", requestId);
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    headers.set("x-frame-options", "DENY");
    if (!headers.has("content-security-policy"))
      headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    const route = matchedRoutes(c).findLast(({ path }) => path !== "*" && path !== "/*")?.path ?? "none";
    metrics.answered(c.req.method, route, c.res.status, (performance.now() - startedAt) / 1000);
  };
}
