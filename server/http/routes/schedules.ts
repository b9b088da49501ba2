import { createRoute, z } from "@hono/zod-openapi";
import { readDirectory } from "../../../db/stores/directory.ts";
import { key, scheduleSchema } from "../../../domain/oncall/bodies.ts";
import { onCallAt } from "../../../domain/oncall/on-call.ts";
import type { Directory } from "../../../domain/oncall/types.ts";
import { findSchedule, removeSchedule, setSchedule } from "../../commands/change-schedules.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import {
  overrideSchema,
  presentOverride,
  presentVersion,
  scheduleVersionSchema,
} from "../schemas/schedule.ts";
import type { Api, ApiParts } from "../types.ts";

const NO_SCHEDULE = { 404: "No schedule has this key" };

const scheduleView = z
  .object({
    key: z.string(),
    onCallNow: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .describe("null: nobody is on call now"),
    versions: z
      .array(scheduleVersionSchema)
      .describe("ascending by validFrom; one holds until the next begins"),
    overrides: z.array(overrideSchema).describe("those that stand and are not over"),
  })
  .openapi("Schedule");

function present(directory: Directory, schedule: string, nowMs: number): z.infer<typeof scheduleView> {
  const personId = onCallAt(directory, schedule, nowMs);
  const person = personId === null ? undefined : directory.people.get(personId);
  const overrides = directory.overrides.filter((o) => o.schedule === schedule && o.toAt > nowMs);
  return {
    key: schedule,
    onCallNow: person ? { id: person.id, name: person.name } : null,
    versions: findSchedule(directory, schedule).map(presentVersion),
    overrides: overrides.map(presentOverride),
  };
}

/** /api/v1/schedules: who is on call by turns. */
export function addScheduleRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const reads = { method: "get", security: BY_KEY, middleware: underRight(parts, "on-call:read") } as const;
  const list = createRoute({
    ...reads,
    path: "/api/v1/schedules",
    summary: "Every on-call schedule with its versions, and who has it now",
    request: { query: noQuery },
    responses: { 200: answers(z.object({ schedules: z.array(scheduleView) }), "Schedules"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const directory = await readDirectory(context.sql);
    const now = context.clock.shopNow();
    const schedules = [...directory.schedules.keys()].map((schedule) => present(directory, schedule, now));
    return c.json({ schedules }, 200);
  });

  const one = createRoute({
    ...reads,
    path: "/api/v1/schedules/{key}",
    summary: "One schedule with its versions and the overrides to come",
    request: { query: noQuery, params: z.object({ key: word }) },
    responses: { 200: answers(scheduleView, "The schedule"), ...refusals(NO_SCHEDULE) },
  });
  api.openapi(one, async (c) => {
    const directory = await readDirectory(context.sql);
    return c.json(present(directory, c.req.valid("param").key, context.clock.shopNow()), 200);
  });
  addChanges(api, parts);
}

function addChanges(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { security: BY_KEY, middleware: underRight(parts, "on-call:write") };
  const set = createRoute({
    ...shared,
    method: "put",
    path: "/api/v1/schedules/{key}",
    summary: "Give a schedule a version that holds from now on, or from validFrom",
    description:
      "The first makes the schedule. Participants have it by turns from startAt on, a day, a week or so many hours " +
      "each; hand-overs keep the local time of day of startAt across clock changes. Windows past midnight end on the " +
      "day after. One that begins at the same instant as another version replaces it.",
    request: {
      query: noQuery,
      params: z.object({ key }),
      body: commandBody(api, "ScheduleBody", scheduleSchema),
    },
    responses: { 200: answers(scheduleVersionSchema, "The version"), ...refusals(BODY_REFUSALS) },
  });
  api.openapi(set, async (c) => {
    const body = await readCommand(c, scheduleSchema);
    const version = await setSchedule(context, c.get("actor"), c.req.valid("param").key, body);
    return c.json(presentVersion(version), 200);
  });

  const remove = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/schedules/{key}",
    summary: "Take a schedule away that no role and no policy asks",
    request: { query: noQuery, params: z.object({ key: word }) },
    responses: { 204: { description: "It is gone" }, ...refusals(NO_SCHEDULE) },
  });
  api.openapi(remove, async (c) => {
    await removeSchedule(context, c.get("actor"), c.req.valid("param").key);
    return c.body(null, 204);
  });
}
