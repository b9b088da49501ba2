import { createRoute, z } from "@hono/zod-openapi";
import { readUsers } from "../../../db/stores/users.ts";
import { newUserSchema, userPatchSchema } from "../../../domain/access/bodies.ts";
import { addUser, changeUser, endSessions, resetAccess } from "../../commands/change-users.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { requireUser, underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { meSchema, presentMe, presentUser, userSchema } from "../schemas/access.ts";
import type { Api, ApiParts } from "../types.ts";

const NOBODY = { 404: "Nobody has this id" };
const ONE = "/api/v1/users/{id}";
const reset = z.strictObject({ secondFactor: z.boolean().default(false) });

/** /api/v1/users: who may sign in, and what they may do. */
export function addUserRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { security: BY_KEY, middleware: underRight(parts, "access:write") };
  const params = z.object({ id: word });

  const me = createRoute({
    method: "get",
    path: "/api/v1/me",
    summary: "Who is signed in, and what they may do",
    security: BY_KEY,
    middleware: requireUser(parts),
    request: { query: noQuery },
    responses: { 200: answers(meSchema, "Oneself"), ...refusals() },
  });
  api.openapi(me, (c) => c.json(presentMe(c.get("who")), 200));

  const list = createRoute({
    ...shared,
    method: "get",
    path: "/api/v1/users",
    summary: "Everybody who has an account, by name",
    request: { query: noQuery },
    responses: { 200: answers(z.object({ users: z.array(userSchema) }), "Users"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const users = await readUsers(context.sql, context.clock.machineNow());
    return c.json({ users: users.map(presentUser) }, 200);
  });

  const add = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/users",
    summary: "Make an account",
    description:
      "Its first password has to be changed by whoever signs in with it; until then it opens nothing.",
    request: { query: noQuery, body: commandBody(api, "NewUser", newUserSchema) },
    responses: {
      201: answers(
        z.object({ user: userSchema, firstPassword: z.string().nullable().describe("shown this once") }),
        "The account",
      ),
      ...refusals(BODY_REFUSALS),
    },
  });
  api.openapi(add, async (c) => {
    const { user, firstPassword } = await addUser(
      context,
      c.get("actor"),
      await readCommand(c, newUserSchema),
    );
    return c.json({ user: presentUser(user), firstPassword }, 201);
  });

  const change = createRoute({
    ...shared,
    method: "patch",
    path: ONE,
    summary: "Change somebody's name, role or person, or whether they may sign in",
    description: "Disabling ends their sessions. The last administrator stays one.",
    request: { query: noQuery, params, body: commandBody(api, "UserPatch", userPatchSchema) },
    responses: {
      200: answers(userSchema, "The user as they are now"),
      ...refusals({ ...BODY_REFUSALS, ...NOBODY }),
    },
  });
  api.openapi(change, async (c) => {
    const patch = await readCommand(c, userPatchSchema);
    return c.json(
      presentUser(await changeUser(context, c.get("actor"), c.req.valid("param").id, patch)),
      200,
    );
  });

  const end = createRoute({
    ...shared,
    method: "delete",
    path: `${ONE}/sessions`,
    summary: "End every session of somebody",
    request: { query: noQuery, params },
    responses: { 200: answers(userSchema, "The user as they are now"), ...refusals(NOBODY) },
  });
  api.openapi(end, async (c) =>
    c.json(presentUser(await endSessions(context, c.get("actor"), c.req.valid("param").id)), 200),
  );

  const renew = createRoute({
    ...shared,
    method: "post",
    path: `${ONE}/reset`,
    summary: "A new first password for somebody who has forgotten theirs",
    description: "Ends their sessions; with secondFactor it takes their second factor away as well.",
    request: { query: noQuery, params, body: commandBody(api, "AccessReset", reset) },
    responses: {
      200: answers(z.object({ user: userSchema, firstPassword: z.string() }), "Shown this once"),
      ...refusals({ ...BODY_REFUSALS, ...NOBODY }),
    },
  });
  api.openapi(renew, async (c) => {
    const asked = await readCommand(c, reset);
    const done = await resetAccess(context, c.get("actor"), c.req.valid("param").id, asked);
    return c.json({ user: presentUser(done.user), firstPassword: done.firstPassword }, 200);
  });
}
