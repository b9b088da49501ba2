import { createRoute, z } from "@hono/zod-openapi";
import { readGroups } from "../../../db/stores/groups.ts";
import { groupSchema as groupBody, key } from "../../../domain/oncall/bodies.ts";
import { removeGroup, setGroup } from "../../commands/change-groups.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { groupSchema } from "../schemas/people.ts";
import type { Api, ApiParts } from "../types.ts";

/** /api/v1/groups: the chat groups that robots speak in. */
export function addGroupRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/groups",
    summary: "Every chat group",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:read"),
    request: { query: noQuery },
    responses: { 200: answers(z.object({ groups: z.array(groupSchema) }), "Groups"), ...refusals() },
  });
  api.openapi(list, async (c) => c.json({ groups: await readGroups(context.sql) }, 200));

  const shared = { security: BY_KEY, middleware: underRight(parts, "on-call:write") };
  const set = createRoute({
    ...shared,
    method: "put",
    path: "/api/v1/groups/{key}",
    summary: "Add a chat group, or rename it",
    description: "Its robots are added apart; with none nothing can be said in it.",
    request: {
      query: noQuery,
      params: z.object({ key }),
      body: commandBody(api, "ChatGroupBody", groupBody),
    },
    responses: { 200: answers(groupSchema, "The group"), ...refusals(BODY_REFUSALS) },
  });
  api.openapi(set, async (c) => {
    const body = await readCommand(c, groupBody);
    return c.json(await setGroup(context, c.get("actor"), c.req.valid("param").key, body), 200);
  });

  const remove = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/groups/{key}",
    summary: "Take a chat group away that has no robots and no roles",
    request: { query: noQuery, params: z.object({ key: word }) },
    responses: { 204: { description: "It is gone" }, ...refusals({ 404: "No group has this key" }) },
  });
  api.openapi(remove, async (c) => {
    await removeGroup(context, c.get("actor"), c.req.valid("param").key);
    return c.body(null, 204);
  });
}
