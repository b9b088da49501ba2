import { createRoute, z } from "@hono/zod-openapi";
import { QUARANTINE_STATES } from "../../../db/stores/quarantine-list.ts";
import { dismissQuarantine } from "../../commands/dismiss-quarantine.ts";
import { noteLook } from "../../commands/note-look.ts";
import { replayQuarantine } from "../../commands/replay-quarantine.ts";
import { listQuarantine } from "../../queries/list-quarantine.ts";
import { maskEvent, tellsFurther } from "../../queries/mask-order.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { cursorParameter, DEFAULT_LIMIT, limitParameter, noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
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

const MAX_IDS = 1_000;

const selection = z.strictObject({
  ids: z.array(z.number().int().positive()).min(1).max(MAX_IDS).optional(),
  code: word.optional(),
  word: word.optional(),
});
const dismissal = selection.refine((given) => given.ids || given.code || given.word, {
  message: "must name ids, a code or a word: giving up everything at once is never meant",
});

/** GET /api/v1/quarantine, and what can be done about what is in it. */
export function addQuarantineRoutes(api: Api, parts: ApiParts): void {
  addList(api, parts);
  addReplay(api, parts);
  addDismiss(api, parts);
}

function addList(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "get",
    path: "/api/v1/quarantine",
    summary: "Events that could not be placed, and why",
    description: "Masked as orders are; a look at further facts is audited.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:read"),
    request: { query },
    responses: { 200: answers(quarantinePageSchema, "A page of the quarantine"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const { state = "waiting", limit = DEFAULT_LIMIT, cursor = null, ...rest } = c.req.valid("query");
    const filter = state === "all" ? rest : { ...rest, state };
    const page = await listQuarantine(parts.context, filter, { cursor, limit });
    const { rights } = c.get("who");
    const ids = page.items.filter(({ event }) => tellsFurther(event)).map(({ id }) => id);
    if (ids.length > 0 && rights.has("people:unmask"))
      await noteLook(parts.context, c.get("actor"), { subject: "quarantine", detail: { ids } });
    const items = page.items.map((item) => ({ ...item, event: maskEvent(item.event, rights) }));
    return c.json({ ...page, items }, 200);
  });
}

const selectionBody = {
  required: true,
  content: { "application/json": { schema: { $ref: "#/components/schemas/QuarantineSelection" } } },
};
const bodyRefusals = refusals({ 400: "The body cannot be read", 415: "Another content-type" });

function addReplay(api: Api, parts: ApiParts): void {
  api.openAPIRegistry.register("QuarantineSelection", selection);
  const rejected = z.object({ id: z.number().int(), code: z.string(), detail: z.string() });
  const done = z.object({
    replayed: z.number().int(),
    waiting: z.number().int().describe("tried, but still without a place"),
    rejected: z.array(rejected),
  });
  const route = createRoute({
    method: "post",
    path: "/api/v1/quarantine/replay",
    summary: "Try waiting events again, under today's nodes and status words",
    description: "By ids, code or word; all that wait for an empty object.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: { query: noQuery, body: selectionBody },
    responses: { 200: answers(done, "What became of them"), ...bodyRefusals },
  });
  api.openapi(route, async (c) => {
    const chosen = await readCommand(c, selection);
    return c.json(await replayQuarantine(parts.context, c.get("actor"), chosen), 200);
  });
}

function addDismiss(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "post",
    path: "/api/v1/quarantine/dismiss",
    summary: "Give up waiting events",
    description:
      "By ids, code or word, at least one of them. They are kept and can be listed, but not replayed.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: { query: noQuery, body: selectionBody },
    responses: { 200: answers(z.object({ dismissed: z.number().int() }), "How many"), ...bodyRefusals },
  });
  api.openapi(route, async (c) => {
    const chosen = await readCommand(c, dismissal);
    return c.json(await dismissQuarantine(parts.context, c.get("actor"), chosen), 200);
  });
}
