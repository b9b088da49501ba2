import { createRoute, z } from "@hono/zod-openapi";
import { lateness } from "../../queries/lateness.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { instantParameter } from "../parameters.ts";
import { Problem } from "../problem.ts";
import type { Api, ApiParts } from "../types.ts";

const DAY_MS = 86_400_000;
const MAX_DAYS = 400;

const ms = z.number().int().nullable();
const spread = z.object({ count: z.number().int(), p50Ms: ms, p99Ms: ms, maxMs: ms });
const schema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    lateness: spread
      .extend({ byKind: z.array(spread.extend({ kind: z.enum(["chat", "voice"]) })) })
      .describe("from a deadline until a provider accepted what tells of it; the wait of a storm is in it"),
    timeToTake: spread
      .extend({
        byNode: z.array(spread.extend({ node: z.string() })),
        byPerson: z
          .array(spread.extend({ name: z.string() }))
          .describe("empty without on-call:read: nobody else need know how quick somebody is"),
      })
      .describe("from a deadline until a person took the alert for the first time"),
    untaken: z.number().int().describe("alerts that nobody took"),
  })
  .openapi("Lateness");

/** GET /api/v1/lateness: how quickly people were told, and how quickly they took it. */
export function addLatenessRoute(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const route = createRoute({
    method: "get",
    path: "/api/v1/lateness",
    summary: "How quickly people were told and took it, of what began in a window",
    description: "Shop time. 24 hours before `to` unless `from` is given; `to` is now unless given.",
    security: BY_KEY,
    middleware: underRight(parts, "board:read"),
    request: {
      query: z.strictObject({ from: instantParameter.optional(), to: instantParameter.optional() }),
    },
    responses: { 200: answers(schema, "p50, p99 and the longest"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const { from, to } = c.req.valid("query");
    const toMs = to ?? context.clock.shopNow() + 1;
    const fromMs = from ?? toMs - DAY_MS;
    if (fromMs > toMs || toMs - fromMs > MAX_DAYS * DAY_MS) {
      const detail = `query parameter from must not lie after to, nor more than ${MAX_DAYS} days before it.`;
      throw new Problem(422, "invalid-request", detail, { more: { errors: [{ field: "from", detail }] } });
    }
    const measured = await lateness(context, { fromMs, toMs });
    const byPerson = c.get("who").rights.has("on-call:read") ? measured.timeToTake.byPerson : [];
    return c.json({ ...measured, timeToTake: { ...measured.timeToTake, byPerson } }, 200);
  });
}
