import type { HttpBindings } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Door } from "../auth/door.ts";
import type { Who } from "../auth/who.ts";
import type { Context } from "../platform/context.ts";
import type { StorageWatch } from "../platform/storage-watch.ts";
import type { Metrics } from "./metrics/create-metrics.ts";
import type { RateLimiter } from "./middleware/rate-limiter.ts";

/** What a request carries through middleware and routes. */
export interface ApiEnv {
  /** Absent when the app is called without a server around it. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** As audit rows name them. */
    actor: string;
    who: Who;
    /** Code of the problem that is answered. */
    problem?: string;
  };
}

export type Api = OpenAPIHono<ApiEnv>;

/** What the routes of one process share. */
export interface ApiParts {
  context: Context;
  door: Door;
  limiter: RateLimiter;
  metrics: Metrics;
  storage: StorageWatch;
}
