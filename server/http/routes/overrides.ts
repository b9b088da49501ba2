import { createRoute, z } from "@hono/zod-openapi";
import { overrideSchema as overrideBody, swapSchema } from "../../../domain/oncall/bodies.ts";
import { addOverride, removeOverride, swapTurns } from "../../commands/change-overrides.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { overrideSchema, presentOverride } from "../schemas/schedule.ts";
import type { Api, ApiParts } from "../types.ts";

const NO_SCHEDULE = { 404: "No schedule has this key" };

/** /api/v1/schedules/{key}/overrides and /swaps: who stands in for whom. */
export function addOverrideRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { security: BY_KEY, middleware: underRight(parts, "on-call:write") };
  const ofSchedule = z.object({ key: word });
  const add = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/schedules/{key}/overrides",
    summary: "Put somebody on call for a while",
    description:
      "insteadOf: only where it is that person's turn; null: of whoever it would be, also in hours that nobody covers. " +
      "Two that would both say who has it are refused.",
    request: {
      query: noQuery,
      params: ofSchedule,
      body: commandBody(api, "ScheduleOverrideBody", overrideBody),
    },
    responses: {
      201: answers(overrideSchema, "The override"),
      ...refusals({ ...BODY_REFUSALS, ...NO_SCHEDULE }),
    },
  });
  api.openapi(add, async (c) => {
    const body = await readCommand(c, overrideBody);
    const override = await addOverride(context, c.get("actor"), c.req.valid("param").key, body);
    return c.json(presentOverride(override), 201);
  });

  const swap = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/schedules/{key}/swaps",
    summary: "Let two people have each other's turns",
    description: "Each takes the other's turns within the other's span: two overrides, or none.",
    request: { query: noQuery, params: ofSchedule, body: commandBody(api, "ScheduleSwap", swapSchema) },
    responses: {
      201: answers(z.object({ overrides: z.array(overrideSchema) }), "Both overrides"),
      ...refusals({ ...BODY_REFUSALS, ...NO_SCHEDULE }),
    },
  });
  api.openapi(swap, async (c) => {
    const body = await readCommand(c, swapSchema);
    const overrides = await swapTurns(context, c.get("actor"), c.req.valid("param").key, body);
    return c.json({ overrides: overrides.map(presentOverride) }, 201);
  });

  const remove = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/schedules/{key}/overrides/{id}",
    summary: "Take an override back",
    request: { query: noQuery, params: z.object({ key: word, id: word }) },
    responses: {
      204: { description: "The rotation holds again" },
      ...refusals({ 404: "No schedule has this key, or no override that stands this id" }),
    },
  });
  api.openapi(remove, async (c) => {
    const { key, id } = c.req.valid("param");
    await removeOverride(context, c.get("actor"), key, id);
    return c.body(null, 204);
  });
}
