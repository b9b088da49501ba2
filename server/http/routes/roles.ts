import { createRoute, z } from "@hono/zod-openapi";
import { readDirectory } from "../../../db/stores/directory.ts";
import { newRoleSchema, rolePatchSchema } from "../../../domain/oncall/bodies.ts";
import { addRole, changeRole, removeRole } from "../../commands/change-roles.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { roleSchema } from "../schemas/people.ts";
import type { Api, ApiParts } from "../types.ts";

const NO_ROLE = { 404: "No role has this key" };

/** /api/v1/roles: who owns the nodes. */
export function addRoleRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/roles",
    summary: "Every role with its members, chat group and schedule",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:read"),
    request: { query: noQuery },
    responses: { 200: answers(z.object({ roles: z.array(roleSchema) }), "Roles"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const { roles } = await readDirectory(context.sql);
    return c.json({ roles: [...roles.values()] }, 200);
  });
  addChanges(api, parts);
}

function addChanges(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { security: BY_KEY, middleware: underRight(parts, "on-call:write") };
  const add = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/roles",
    summary: "Add a role",
    request: { query: noQuery, body: commandBody(api, "NewRole", newRoleSchema) },
    responses: { 201: answers(roleSchema, "The role"), ...refusals(BODY_REFUSALS) },
  });
  api.openapi(add, async (c) => {
    const body = await readCommand(c, newRoleSchema);
    return c.json(await addRole(context, c.get("actor"), body), 201);
  });

  const change = createRoute({
    ...shared,
    method: "patch",
    path: "/api/v1/roles/{key}",
    summary: "Say who has a role, in which chat group they are, and who of them is on call",
    description: "Members are ids of people, the first is asked first. It holds from the next message on.",
    request: {
      query: noQuery,
      params: z.object({ key: word }),
      body: commandBody(api, "RolePatch", rolePatchSchema),
    },
    responses: {
      200: answers(roleSchema, "The role as it is now"),
      ...refusals({ ...BODY_REFUSALS, ...NO_ROLE }),
    },
  });
  api.openapi(change, async (c) => {
    const patch = await readCommand(c, rolePatchSchema);
    return c.json(await changeRole(context, c.get("actor"), c.req.valid("param").key, patch), 200);
  });

  const remove = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/roles/{key}",
    summary: "Take a role away that owns no node",
    request: { query: noQuery, params: z.object({ key: word }) },
    responses: { 204: { description: "It is gone" }, ...refusals(NO_ROLE) },
  });
  api.openapi(remove, async (c) => {
    await removeRole(context, c.get("actor"), c.req.valid("param").key);
    return c.body(null, 204);
  });
}
