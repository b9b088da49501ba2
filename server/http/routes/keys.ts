import { createRoute, z } from "@hono/zod-openapi";
import { listApiKeys } from "../../../db/stores/api-keys.ts";
import { newKeySchema } from "../../../domain/access/bodies.ts";
import { addKey, revokeKey } from "../../commands/change-keys.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, wholeNumber } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { keySchema, presentKey } from "../schemas/access.ts";
import type { Api, ApiParts } from "../types.ts";

const MOST_ID = 1_000_000_000;

/** /api/v1/keys: what programs may do. */
export function addKeyRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { security: BY_KEY, middleware: underRight(parts, "access:write") };

  const list = createRoute({
    ...shared,
    method: "get",
    path: "/api/v1/keys",
    summary: "Every API key, the newest first, with its last use; never the key itself",
    request: { query: noQuery },
    responses: { 200: answers(z.object({ keys: z.array(keySchema) }), "Keys"), ...refusals() },
  });
  api.openapi(list, async (c) => c.json({ keys: (await listApiKeys(context.sql)).map(presentKey) }, 200));

  const add = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/keys",
    summary: "Make a key",
    description: "Scopes are single rights, or the bundles read and admin.",
    request: { query: noQuery, body: commandBody(api, "NewApiKey", newKeySchema) },
    responses: {
      201: answers(
        z.object({ key: keySchema, plain: z.string() }),
        "The key in plain; it is not shown again",
      ),
      ...refusals(BODY_REFUSALS),
    },
  });
  api.openapi(add, async (c) => {
    const { key, plain } = await addKey(context, c.get("actor"), await readCommand(c, newKeySchema));
    return c.json({ key: presentKey(key), plain }, 201);
  });

  const revoke = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/keys/{id}",
    summary: "Revoke a key; it stops working within seconds",
    request: { query: noQuery, params: z.object({ id: wholeNumber(1, MOST_ID) }) },
    responses: {
      200: answers(keySchema, "The key as it is now"),
      ...refusals({ 404: "No key that works has this id" }),
    },
  });
  api.openapi(revoke, async (c) =>
    c.json(presentKey(await revokeKey(context, c.get("actor"), c.req.valid("param").id)), 200),
  );
}
