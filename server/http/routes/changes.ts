import { createRoute, z } from "@hono/zod-openapi";
import {
  CHANGE_KINDS,
  CHANGES_HOURS_MAX,
  changedVisitsSchema,
  changesSchema,
} from "../../../domain/wire/changes.ts";
import { changedVisits } from "../../queries/changed-visits.ts";
import { readChanges } from "../../queries/changes.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { cursorParameter, DEFAULT_LIMIT, instantParameter, limitParameter, word } from "../parameters.ts";
import { pastWindow } from "../past-window.ts";
import type { Api, ApiParts } from "../types.ts";

const window = { from: instantParameter, to: instantParameter };

const description = `What happened between two moments of the last 30 days, at most ${CHANGES_HOURS_MAX} hours apart, \
with what is known now: each node's lights at both, how many visits came, went, turned red and ended red in between \
(after \`from\`, not after \`to\`), and who acted. Names are told to whoever may see who is on call or the audit, changes of \
settings to whoever may see the audit.`;

/** GET /api/v1/changes and /api/v1/changes/visits: the difference of two moments, and what is behind its numbers. */
export function addChangesRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const difference = createRoute({
    method: "get",
    path: "/api/v1/changes",
    summary: "What happened between two moments",
    description,
    security: BY_KEY,
    middleware: underRight(parts, "board:read"),
    request: { query: z.strictObject(window) },
    responses: { 200: answers(changesSchema.openapi("Changes"), "The difference"), ...refusals() },
  });
  api.openapi(difference, async (c) => {
    const { from, to } = c.req.valid("query");
    const asked = pastWindow(context.clock, from, to, CHANGES_HOURS_MAX);
    return c.json(await readChanges(context, asked, c.get("who").rights), 200);
  });

  const visits = createRoute({
    method: "get",
    path: "/api/v1/changes/visits",
    summary: "The visits behind one of these numbers",
    description: "In the order in which it happened to them. All pages together are what the number counts.",
    security: BY_KEY,
    middleware: underRight(parts, "orders:read"),
    request: {
      query: z.strictObject({
        ...window,
        change: z.enum(CHANGE_KINDS, { error: `must be one of ${CHANGE_KINDS.join(", ")}` }),
        node: word.optional().describe("every node, watches apart, unless given"),
        limit: limitParameter.optional(),
        cursor: cursorParameter.optional(),
      }),
    },
    responses: { 200: answers(changedVisitsSchema, "A page of visits"), ...refusals() },
  });
  api.openapi(visits, async (c) => {
    const { from, to, change, node, limit, cursor } = c.req.valid("query");
    const asked = pastWindow(context.clock, from, to, CHANGES_HOURS_MAX);
    const question = {
      ...asked,
      change,
      node: node ?? null,
      cursor: cursor ?? null,
      limit: limit ?? DEFAULT_LIMIT,
    };
    return c.json(await changedVisits(context, question), 200);
  });
}
