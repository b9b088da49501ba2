import { createRoute, z } from "@hono/zod-openapi";
import { type TvCommand, tvCommandSchema } from "../../../domain/screens/types.ts";
import { tvListSchema, tvRowSchema } from "../../../domain/wire/tvs.ts";
import { changeTv, commandTv, revokeTv, tvPatchBody } from "../../commands/change-tvs.ts";
import { listTvs } from "../../queries/list-tvs.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import type { Api, ApiParts } from "../types.ts";

const NO_TV = { 404: "No television has this id" };

/** /api/v1/tvs: the televisions, how they are, and what they are told. */
export function addTvsRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/tvs",
    summary: "Every television, and what is wrong with it",
    security: BY_KEY,
    middleware: underRight(parts, "screens:read"),
    request: { query: noQuery },
    responses: { 200: answers(tvListSchema, "Televisions, by name"), ...refusals() },
  });
  api.openapi(list, async (c) => c.json(await listTvs(context), 200));

  const shared = { security: BY_KEY, middleware: underRight(parts, "screens:write") };
  const params = z.object({ id: word });
  const change = createRoute({
    ...shared,
    method: "patch",
    path: "/api/v1/tvs/{id}",
    summary: "Rename a television, give it another playlist or other settings",
    description: "It follows at once. What is not given stays.",
    request: { query: noQuery, params, body: commandBody(api, "TvPatch", tvPatchBody) },
    responses: { 200: answers(tvRowSchema, "The television"), ...refusals({ ...BODY_REFUSALS, ...NO_TV }) },
  });
  api.openapi(change, async (c) => {
    const patch = await readCommand(c, tvPatchBody);
    const { id } = await changeTv(context, c.get("actor"), c.req.valid("param").id, patch);
    const { tvs } = await listTvs(context);
    return c.json(tvs.find((tv) => tv.id === id)!, 200);
  });

  const revoke = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/tvs/{id}",
    summary: "Take a television's credential away for good",
    description: "It is cut off within 5 s and shows a code again; its name is free for another.",
    request: { query: noQuery, params },
    responses: { 204: { description: "It is revoked" }, ...refusals(NO_TV) },
  });
  api.openapi(revoke, async (c) => {
    await revokeTv(context, c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });

  const command = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/tvs/{id}/commands",
    summary: "Have a television do something now",
    description:
      "next, previous: another screen · pause, resume: the playlist, also through a restart · reload: the page · " +
      "identify: it shows its name large. Whatever web process it hangs on.",
    request: { query: noQuery, params, body: commandBody(api, "TvCommand", tvCommandSchema) },
    responses: { 204: { description: "It was told" }, ...refusals({ ...BODY_REFUSALS, ...NO_TV }) },
  });
  api.openapi(command, async (c) => {
    const wanted: TvCommand = await readCommand(c, tvCommandSchema);
    await commandTv(context, c.get("actor"), c.req.valid("param").id, wanted);
    return c.body(null, 204);
  });
}
