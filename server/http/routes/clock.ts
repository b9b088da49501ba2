import { createRoute, z } from "@hono/zod-openapi";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { requireRight } from "../middleware/require-right.ts";
import { noQuery } from "../parameters.ts";
import type { Api, ApiParts } from "../types.ts";

const clock = z
  .object({
    shopNow: z.iso.datetime().describe("deadlines, promises and the board's asOf"),
    machineNow: z.iso.datetime().describe("signatures, staleness, rate limits"),
    speed: z.number().describe("seconds of shop time in a second of machine time"),
    simulated: z.boolean().describe("ANDON_CLOCK is set"),
    timezone: z.string(),
  })
  .openapi("Clock");

/** GET /api/v1/clock. */
export function addClockRoute(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "get",
    path: "/api/v1/clock",
    summary: "Both times",
    security: BY_KEY,
    middleware: requireRight(parts, "board:read"),
    request: { query: noQuery },
    responses: { 200: answers(clock, "Shop time and machine time"), ...refusals() },
  });
  api.openapi(route, (c) => {
    const { clock: times, env } = parts.context;
    const { speed, simulated } = times;
    const shopNow = new Date(times.shopNow()).toISOString();
    const machineNow = new Date(times.machineNow()).toISOString();
    return c.json({ shopNow, machineNow, speed, simulated, timezone: env.timezone }, 200);
  });
}
