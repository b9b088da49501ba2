import { createRoute, z } from "@hono/zod-openapi";
import { readHealth } from "../../queries/health.ts";
import { answers } from "../answers.ts";
import { openToAll } from "../middleware/declared.ts";
import { noQuery } from "../parameters.ts";
import type { Api, ApiParts } from "../types.ts";

const up = z.enum(["ok", "down"]);
const health = z
  .object({
    status: z.enum(["ok", "degraded", "down"]),
    version: z.string(),
    checks: z.object({
      postgres: up,
      redis: up,
      workers: z.enum(["ok", "down", "unknown"]),
      escalator: z.enum(["ok", "late", "unknown"]),
    }),
    overdueSteps: z.number().int().nullable().describe("that did not fire in time, counted to 10,000"),
  })
  .openapi("Health");

/** GET /api/health: for balancers and watchdogs, without a key. */
export function addHealthRoute(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "get",
    path: "/api/health",
    summary: "Whether this process can do its work",
    description:
      "503 only without Postgres: dead workers or Redis, or steps that do not fire, leave walls where they are.",
    middleware: openToAll("balancers and watchdogs have no key"),
    request: { query: noQuery },
    responses: {
      200: answers(health, "ok, or degraded"),
      503: { ...answers(health, "down") },
    },
  });
  api.openapi(route, async (c) => {
    const found = await readHealth(parts.context, parts.storage);
    c.header("cache-control", "no-store");
    return c.json(found, found.status === "down" ? 503 : 200);
  });
}
