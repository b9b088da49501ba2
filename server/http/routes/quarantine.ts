import { createRoute, z } from "@hono/zod-openapi";
import { QUARANTINE_STATES } from "../../../db/stores/quarantine-list.ts";
import { listQuarantine } from "../../queries/list-quarantine.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { cursorParameter, DEFAULT_LIMIT, limitParameter, word } from "../parameters.ts";
import { quarantinePageSchema } from "../schemas/quarantine.ts";
import type { Api, ApiParts } from "../types.ts";

const query = z.strictObject({
  state: z
    .enum([...QUARANTINE_STATES, "all"])
    .optional()
    .describe("waiting unless given"),
  code: word.optional(),
  word: word.optional(),
  source: word.optional(),
  orderNo: word.optional(),
  limit: limitParameter.optional(),
  cursor: cursorParameter.optional(),
});

/** GET /api/v1/quarantine: what parsed but could not be placed. */
export function addQuarantineRoute(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "get",
    path: "/api/v1/quarantine",
    summary: "Events that could not be placed, and why",
    security: BY_KEY,
    middleware: requireScope(parts, "read"),
    request: { query },
    responses: { 200: answers(quarantinePageSchema, "A page of the quarantine"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const { state = "waiting", limit = DEFAULT_LIMIT, cursor = null, ...rest } = c.req.valid("query");
    const filter = state === "all" ? rest : { ...rest, state };
    return c.json(await listQuarantine(parts.context, filter, { cursor, limit }), 200);
  });
}
