import { createRoute, z } from "@hono/zod-openapi";
import { nodeDepthSchema } from "../../../domain/wire/depth.ts";
import { escalationsSchema } from "../../../domain/wire/escalations.ts";
import { readEscalationsNow } from "../../queries/escalations.ts";
import { readNodeDepth } from "../../queries/node-depth.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { instantParameter, noQuery, wholeNumber, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { refuseFuture } from "../refuse-future.ts";
import type { Api, ApiParts } from "../types.ts";

const DEFAULT_HOURS = 24;
/** Departures are read one by one. */
const HOURS_MOST = 168;

/** GET /api/v1/nodes/{key}/depth and /api/v1/escalations: what screens show beside the board and the delay. */
export function addScreenRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { method: "get", security: BY_KEY, middleware: underRight(parts, "board:read") } as const;
  const depth = createRoute({
    ...shared,
    path: "/api/v1/nodes/{key}/depth",
    summary: "One node or watch in depth: how old what waits there is, what came and went, the ten oldest",
    description: "With asOf what is known now about that moment. Order numbers are in it, nobody's name.",
    request: {
      params: z.object({ key: word }),
      query: z.strictObject({
        hours: wholeNumber(1, HOURS_MOST).optional().describe("to look back over; 24 unless given"),
        asOf: instantParameter.optional(),
      }),
    },
    responses: {
      200: answers(nodeDepthSchema.openapi("NodeDepth"), "The node"),
      ...refusals({ 404: "No node has this key" }),
    },
  });
  api.openapi(depth, async (c) => {
    const { key } = c.req.valid("param");
    const { hours = DEFAULT_HOURS, asOf } = c.req.valid("query");
    refuseFuture(context.clock, "asOf", asOf);
    const atMs = asOf ?? context.clock.shopNow();
    const answer = await readNodeDepth(context, { node: key, atMs, hours });
    if (!answer) throw new Problem(404, "no-such-node", `There is no node ${key}.`);
    return c.json(answer, 200);
  });

  const escalations = createRoute({
    ...shared,
    path: "/api/v1/escalations",
    summary: "Alerts under way and taken, by node and by who has them until when",
    request: { query: noQuery },
    responses: {
      200: answers(escalationsSchema.openapi("Escalations"), "What nobody has comes first"),
      ...refusals(),
    },
  });
  api.openapi(escalations, async (c) => c.json(await readEscalationsNow(context), 200));
}
