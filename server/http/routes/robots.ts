import { createRoute, z } from "@hono/zod-openapi";
import { readRobots } from "../../../db/stores/robots.ts";
import { newRobotSchema, robotPatchSchema } from "../../../domain/escalation/robot-bodies.ts";
import { addRobot, changeRobot, refuseUnknownGroup, removeRobot } from "../../commands/change-robots.ts";
import { testRobot } from "../../commands/test-robot.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { presentRobot, robotSchema } from "../schemas/robot.ts";
import type { Api, ApiParts } from "../types.ts";

const GROUP = z.object({ key: word });
const ROBOT = GROUP.extend({ id: z.uuid("must be an id (a UUID)") });
const MISSING = { 404: "No such group or robot" };

/** /api/v1/groups/{key}/robots: through whom something is said in a group. Secrets go in and never come out. */
export function addRobotRoutes(api: Api, parts: ApiParts): void {
  addListRoute(api, parts);
  addChangeRoutes(api, parts);
  addTestRoute(api, parts);
}

function addListRoute(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/groups/{key}/robots",
    summary: "The robots of a chat group",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:read"),
    request: { query: noQuery, params: GROUP },
    responses: { 200: answers(z.object({ robots: z.array(robotSchema) }), "Robots"), ...refusals(MISSING) },
  });
  api.openapi(list, async (c) => {
    const { key } = c.req.valid("param");
    await refuseUnknownGroup(context.sql, key);
    const now = context.clock.machineNow();
    const robots = await readRobots(context.sql, key);
    return c.json({ robots: robots.map((robot) => presentRobot(robot, now)) }, 200);
  });
}

function addChangeRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { security: BY_KEY, middleware: underRight(parts, "on-call:write") };
  const add = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/groups/{key}/robots",
    summary: "Add a robot to a chat group",
    description:
      "Several robots of a group take turns, each within what its provider allows. Send a test before you rely on it.",
    request: { query: noQuery, params: GROUP, body: commandBody(api, "NewRobot", newRobotSchema) },
    responses: { 201: answers(robotSchema, "The robot"), ...refusals({ ...BODY_REFUSALS, ...MISSING }) },
  });
  api.openapi(add, async (c) => {
    const body = await readCommand(c, newRobotSchema);
    const robot = await addRobot(context, c.get("actor"), c.req.valid("param").key, body);
    return c.json(presentRobot(robot, context.clock.machineNow()), 201);
  });

  const change = createRoute({
    ...shared,
    method: "patch",
    path: "/api/v1/groups/{key}/robots/{id}",
    summary: "Change a robot, or switch it on or off",
    description: "What is left out stays; null takes secret or keyword away.",
    request: { query: noQuery, params: ROBOT, body: commandBody(api, "RobotPatch", robotPatchSchema) },
    responses: { 200: answers(robotSchema, "The robot"), ...refusals({ ...BODY_REFUSALS, ...MISSING }) },
  });
  api.openapi(change, async (c) => {
    const { key, id } = c.req.valid("param");
    const patch = await readCommand(c, robotPatchSchema);
    const robot = await changeRobot(context, c.get("actor"), key, id, patch);
    return c.json(presentRobot(robot, context.clock.machineNow()), 200);
  });

  const remove = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/groups/{key}/robots/{id}",
    summary: "Take a robot away",
    request: { query: noQuery, params: ROBOT },
    responses: { 204: { description: "It is gone" }, ...refusals(MISSING) },
  });
  api.openapi(remove, async (c) => {
    const { key, id } = c.req.valid("param");
    await removeRobot(context, c.get("actor"), key, id);
    return c.body(null, 204);
  });
}

function addTestRoute(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const tested = z
    .object({
      notificationId: z.string(),
      ok: z.boolean().describe("whether the provider took it"),
      answer: z
        .object({
          status: z.number().nullable(),
          code: z.string().nullable(),
          message: z.string().nullable(),
        })
        .nullable()
        .describe("what the provider said"),
    })
    .openapi("RobotTest");
  const test = createRoute({
    method: "post",
    path: "/api/v1/groups/{key}/robots/{id}/test",
    summary: "Send a test through a robot, and wait for what its provider says",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:write"),
    request: { query: noQuery, params: ROBOT },
    responses: { 200: answers(tested, "What came of it"), ...refusals(MISSING) },
  });
  api.openapi(test, async (c) => {
    const { key, id } = c.req.valid("param");
    return c.json(await testRobot(context, c.get("actor"), key, id), 200);
  });
}
