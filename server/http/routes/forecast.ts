import { createRoute, z } from "@hono/zod-openapi";
import { forecastSchema } from "../../../domain/wire/forecast.ts";
import { readForecast } from "../../live/read-forecast.ts";
import { within } from "../../platform/within.ts";
import { countForecast } from "../../queries/forecast.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { Problem } from "../problem.ts";
import type { Api, ApiParts } from "../types.ts";

/** A Redis that hangs is not waited for. */
const REDIS_TIMEOUT_MS = 1_500;

const description = `As the worker that ticks last counted it; \`asOf\` tells how old it is. By node how many open visits \
will be red in 1, 2 and 4 hours at the present pace, with the range in which four of five outcomes fall; and for nodes with \
cut-off times what waits for the next one and how much of it will miss it, by carrier. How it is counted: docs/FORECAST.md.`;

/** GET /api/v1/forecast: what the next hours bring. */
export function addForecastRoute(api: Api, parts: ApiParts): void {
  const { context, storage } = parts;
  const route = createRoute({
    method: "get",
    path: "/api/v1/forecast",
    summary: "How many visits will be red in the next hours",
    description,
    security: BY_KEY,
    middleware: underRight(parts, "board:read"),
    request: { query: z.strictObject({}) },
    responses: { 200: answers(forecastSchema, "The forecast"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const published = await within(readForecast(context), REDIS_TIMEOUT_MS).catch(() => null);
    const forecast = published ?? (await storage.run(() => countForecast(context)).catch(whenAway));
    if (forecast === null) throw notYet();
    return c.json(forecast, 200);
  });

  function whenAway(error: unknown): null {
    if (context.redis.status === "ready") throw error;
    return null;
  }
}

function notYet(): Problem {
  const detail =
    "There is no board to forecast from: Redis is away or the board is being built. Ask again in a moment.";
  return new Problem(503, "no-board", detail, { headers: { "retry-after": "5" } });
}
