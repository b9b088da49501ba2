import { createRoute, z } from "@hono/zod-openapi";
import { NOTIFICATION_STATES, notificationPageSchema } from "../../../domain/wire/alerts.ts";
import { listNotifications } from "../../queries/list-notifications.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import {
  anyOf,
  cursorParameter,
  DEFAULT_LIMIT,
  instantParameter,
  limitParameter,
  word,
} from "../parameters.ts";
import type { Api, ApiParts } from "../types.ts";

const query = z.strictObject({
  state: anyOf(z.enum(NOTIFICATION_STATES)).optional(),
  purpose: anyOf(z.enum(["step", "over", "notice", "test", "verify"])).optional(),
  kind: anyOf(z.enum(["chat", "voice"])).optional(),
  node: anyOf(word).optional(),
  person: anyOf(z.uuid()).optional().describe("a person's id"),
  provider: anyOf(word).optional().describe("dingtalk, wecom, feishu, webhook, twilio, aliyun"),
  held: z.literal("true").optional().describe("only what waits; heldUntil is when it goes"),
  alert: z.uuid().optional(),
  createdFrom: instantParameter.optional(),
  createdTo: instantParameter.optional(),
  limit: limitParameter.optional(),
  cursor: cursorParameter.optional(),
});

/** GET /api/v1/notifications: the ledger of messages and calls. */
export function addNotificationRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/notifications",
    summary: "Find messages and calls with every try of each, the newest first",
    description: "A parameter given several times means any of its values.",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:read"),
    request: { query },
    responses: { 200: answers(notificationPageSchema, "A page of the ledger"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const asked = c.req.valid("query");
    const page = await listNotifications(context, {
      filter: {
        states: asked.state,
        purposes: asked.purpose,
        kinds: asked.kind,
        nodes: asked.node,
        personIds: asked.person,
        providers: asked.provider,
        heldAfter: asked.held ? context.clock.machineNow() : undefined,
        alertId: asked.alert,
        createdFrom: asked.createdFrom,
        createdTo: asked.createdTo,
      },
      cursor: asked.cursor ?? null,
      limit: asked.limit ?? DEFAULT_LIMIT,
    });
    return c.json(page, 200);
  });
}
