import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { withinRequest } from "../../platform/request-scope.ts";
import { requestIdOf } from "../request-id.ts";
import type { ApiEnv, ApiParts } from "../types.ts";
import { RequestLog } from "./log-request.ts";

/** Around every request: its id, headers that keep browsers careful, and a count and a log line of how it ended. */
export function frameRequest({ metrics, context }: ApiParts): MiddlewareHandler<ApiEnv> {
  const log = new RequestLog(context.log);
  return (c, next) => {
    const requestId = requestIdOf(c.req.header("x-request-id"));
    c.set("requestId", requestId);
    return withinRequest(requestId, async () => {
      const startedAt = performance.now();
      await next();
      const { headers } = c.res;
      headers.set("x-request-id", requestId);
      headers.set("x-content-type-options", "nosniff");
      headers.set("referrer-policy", "no-referrer");
      headers.set("x-frame-options", "DENY");
      if (!headers.has("content-security-policy"))
        headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
      if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
      const now = performance.now();
      const answered = {
        method: c.req.method,
        route: matchedRoutes(c).findLast(({ path }) => path !== "*" && path !== "/*")?.path ?? "none",
        status: c.res.status,
        seconds: (now - startedAt) / 1_000,
        problem: c.get("problem"),
      };
      metrics.answered(answered);
      log.answered({ ...answered, actor: c.get("actor") }, now);
    });
  };
}
