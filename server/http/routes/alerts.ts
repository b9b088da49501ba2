import { createRoute, z } from "@hono/zod-openapi";
import { STEP_KINDS } from "../../../domain/escalation/types.ts";
import {
  ALERT_STATES,
  alertDetailSchema,
  alertPageSchema,
  alertSummarySchema,
} from "../../../domain/wire/alerts.ts";
import { readAlertSummary } from "../../queries/alert-summary.ts";
import { listAlerts } from "../../queries/list-alerts.ts";
import { readAlert } from "../../queries/read-alert.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import {
  anyOf,
  cursorParameter,
  DEFAULT_LIMIT,
  instantParameter,
  limitParameter,
  noQuery,
  word,
} from "../parameters.ts";
import { Problem } from "../problem.ts";
import type { Api, ApiParts } from "../types.ts";

const query = z.strictObject({
  state: anyOf(z.enum(ALERT_STATES)).optional().describe("open and acknowledged ones unless given"),
  node: anyOf(word).optional(),
  severity: anyOf(z.enum(["1", "2", "3"])).optional(),
  stage: anyOf(z.enum(STEP_KINDS)).optional(),
  takenBy: anyOf(z.uuid()).optional().describe("a person's id"),
  orderNo: word.optional().describe("how the order number begins"),
  notification: z.uuid().optional().describe("those that one message or call told of"),
  openedFrom: instantParameter.optional(),
  openedTo: instantParameter.optional(),
  limit: limitParameter.optional(),
  cursor: cursorParameter.optional(),
});

const UNRESOLVED = ["open", "acknowledged"];

/** GET /api/v1/alerts, /alerts/summary and /alerts/{id}: what escalates, and all that was done about it. */
export function addAlertRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { method: "get", security: BY_KEY } as const;
  const listed = { ...shared, middleware: underRight(parts, "on-call:read") } as const;
  const list = createRoute({
    ...listed,
    path: "/api/v1/alerts",
    summary: "Find alerts, the newest first",
    description:
      "Those that are not resolved, or with `notification` all that it told of, unless `state` says otherwise. A parameter given several times means any of its values.",
    request: { query },
    responses: { 200: answers(alertPageSchema, "A page of alerts"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const asked = c.req.valid("query");
    const page = await listAlerts(context, {
      filter: {
        states: asked.state ?? (asked.notification ? undefined : UNRESOLVED),
        nodes: asked.node,
        severities: asked.severity?.map(Number),
        stages: asked.stage,
        takenBy: asked.takenBy,
        orderNoPrefix: asked.orderNo,
        notificationId: asked.notification,
        openedFrom: asked.openedFrom,
        openedTo: asked.openedTo,
      },
      cursor: asked.cursor ?? null,
      limit: asked.limit ?? DEFAULT_LIMIT,
    });
    return c.json(page, 200);
  });

  const summary = createRoute({
    ...shared,
    middleware: underRight(parts, "board:read"),
    path: "/api/v1/alerts/summary",
    summary: "How far escalation has come, by node",
    request: { query: noQuery },
    responses: { 200: answers(alertSummarySchema, "The summary that walls show"), ...refusals() },
  });
  api.openapi(summary, async (c) => c.json(await readAlertSummary(context), 200));

  const detail = createRoute({
    ...listed,
    path: "/api/v1/alerts/{id}",
    summary: "One alert with its steps, messages, calls, their tries, and who did what",
    request: { query: noQuery, params: z.object({ id: z.uuid() }) },
    responses: {
      200: answers(alertDetailSchema, "The alert"),
      ...refusals({ 404: "No alert has this id" }),
    },
  });
  api.openapi(detail, async (c) => {
    const { id } = c.req.valid("param");
    const alert = await readAlert(context, id);
    if (!alert) throw new Problem(404, "unknown-alert", `There is no alert ${id}.`);
    return c.json(alert, 200);
  });
}
