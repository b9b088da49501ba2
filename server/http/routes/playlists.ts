import { createRoute, z } from "@hono/zod-openapi";
import { playlistSchema } from "../../../domain/screens/types.ts";
import { playlistRowSchema } from "../../../domain/wire/tvs.ts";
import { addPlaylist, changePlaylist, removePlaylist } from "../../commands/change-playlists.ts";
import { listPlaylists, presentPlaylist } from "../../queries/list-playlists.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import type { Api, ApiParts } from "../types.ts";

const NO_PLAYLIST = { 404: "No playlist has this id" };

/** /api/v1/playlists: what televisions show, in which order and for how long. */
export function addPlaylistRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/playlists",
    summary: "Every playlist",
    security: BY_KEY,
    middleware: underRight(parts, "screens:read"),
    request: { query: noQuery },
    responses: {
      200: answers(z.object({ playlists: z.array(playlistRowSchema) }), "Playlists, by name"),
      ...refusals(),
    },
  });
  api.openapi(list, async (c) => c.json({ playlists: await listPlaylists(context) }, 200));

  const shared = { security: BY_KEY, middleware: underRight(parts, "screens:write") };
  const params = z.object({ id: word });
  const body = commandBody(api, "PlaylistBody", playlistSchema);
  const add = createRoute({
    ...shared,
    method: "post",
    path: "/api/v1/playlists",
    summary: "Add a playlist",
    request: { query: noQuery, body },
    responses: { 201: answers(playlistRowSchema, "The playlist"), ...refusals(BODY_REFUSALS) },
  });
  api.openapi(add, async (c) => {
    const playlist = await readCommand(c, playlistSchema);
    return c.json(presentPlaylist(await addPlaylist(context, c.get("actor"), playlist)), 201);
  });

  const change = createRoute({
    ...shared,
    method: "put",
    path: "/api/v1/playlists/{id}",
    summary: "Write a playlist over",
    description: "Every television that shows it follows at once.",
    request: { query: noQuery, params, body },
    responses: {
      200: answers(playlistRowSchema, "The playlist"),
      ...refusals({ ...BODY_REFUSALS, ...NO_PLAYLIST }),
    },
  });
  api.openapi(change, async (c) => {
    const playlist = await readCommand(c, playlistSchema);
    const changed = await changePlaylist(context, c.get("actor"), c.req.valid("param").id, playlist);
    return c.json(presentPlaylist(changed), 200);
  });

  const remove = createRoute({
    ...shared,
    method: "delete",
    path: "/api/v1/playlists/{id}",
    summary: "Remove a playlist that no television shows",
    request: { query: noQuery, params },
    responses: { 204: { description: "It is gone" }, ...refusals(NO_PLAYLIST) },
  });
  api.openapi(remove, async (c) => {
    await removePlaylist(context, c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
}
