import { createRoute, z } from "@hono/zod-openapi";
import { tvStateSchema } from "../../../domain/screens/types.ts";
import { PAIRING_ERRORS, type PairingError, pairedSchema, pairingSchema } from "../../../domain/wire/tvs.ts";
import { callerOf } from "../../auth/caller.ts";
import { TV_COOKIE } from "../../auth/cookies.ts";
import { finishPairing } from "../../commands/finish-pairing.ts";
import { startPairing } from "../../commands/start-pairing.ts";
import { readTvState } from "../../queries/tv-state.ts";
import { tvCookie } from "../../tvs/cookie.ts";
import { findTv } from "../../tvs/find-tv.ts";
import { answers, refusals } from "../answers.ts";
import { baseUrlOf } from "../base-url.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { openToAll } from "../middleware/declared.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import { readOptionalCommand } from "../read-optional-command.ts";
import type { Api, ApiParts } from "../types.ts";

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const DEVICE_CODE_MAX = 200;

const tokenBody = z
  .object({
    device_code: z.string().min(1).max(DEVICE_CODE_MAX),
    grant_type: z.literal(GRANT).optional(),
  })
  .strict();

const DETAIL: Record<PairingError, string> = {
  authorization_pending: "Nobody has approved this code yet. Ask again after `interval` seconds.",
  slow_down: "Asked too soon. Wait `interval` seconds before each question from now on.",
  access_denied: "Somebody turned this television away. Show a new code to try again.",
  expired_token: "This code is over: it expired, or was used. Show a new one.",
};

/** Of calls that need nothing: nobody is refused for who they are. */
function openRefusals(more: Record<number, string>): object {
  const { 401: _, 403: __, ...rest } = refusals(more) as Record<number, object>;
  return rest;
}

/** /api/v1/tv: what a television itself asks, before and after it was let in. */
export function addTvRoutes(api: Api, parts: ApiParts): void {
  const { context, storage } = parts;
  const inTime = (_: unknown, next: () => Promise<void>) => storage.run(next);
  api.openAPIRegistry.registerComponent("securitySchemes", "tv", {
    type: "apiKey",
    in: "cookie",
    name: TV_COOKIE,
    description: "A paired television",
  });
  const start = createRoute({
    method: "post",
    path: "/api/v1/tv/pairings",
    summary: "Show a code (RFC 8628)",
    description:
      "For a television that nobody let in yet. Needs nothing; addresses that ask too often have to wait.",
    middleware: [openToAll("a television has no credential before it is paired"), inTime],
    request: { query: noQuery },
    responses: { 200: answers(pairingSchema, "The codes"), ...openRefusals(BODY_REFUSALS) },
  });
  api.openapi(start, async (c) => {
    await readOptionalCommand(c, z.strictObject({ client_id: z.string().max(DEVICE_CODE_MAX).optional() }));
    const baseUrl = baseUrlOf(c, context.env.publicUrl);
    const caller = callerOf(c.env?.incoming, context.env.publicUrl);
    return c.json(await startPairing(context, caller, baseUrl), 200);
  });

  const token = createRoute({
    method: "post",
    path: "/api/v1/tv/token",
    summary: "Ask whether a code was approved (RFC 8628)",
    description:
      "Once it was, the answer sets the television's credential as a cookie that no script reads; it may read the board " +
      "and nothing else. That answer may be lost: whoever asks again before having come with it is given another, which " +
      `replaces it. Until the code is approved, a problem whose \`error\` is one of ${PAIRING_ERRORS.join(", ")}; ` +
      "`interval` says how many seconds to wait.",
    middleware: [openToAll("who asks has the device code"), inTime],
    request: { query: noQuery, body: commandBody(api, "TvTokenRequest", tokenBody) },
    responses: {
      200: answers(pairedSchema, "It was let in"),
      ...openRefusals({ ...BODY_REFUSALS, 400: "Not yet, or not any more" }),
    },
  });
  api.openapi(token, async (c) => {
    const { device_code } = await readCommand(c, tokenBody);
    const answer = await finishPairing(context, device_code);
    if (!answer.ok) {
      const { error, intervalS } = answer;
      const more = { error, ...(intervalS > 0 && { interval: intervalS }) };
      throw new Problem(400, error.replaceAll("_", "-"), DETAIL[error], { more });
    }
    c.header("set-cookie", tvCookie(answer.credential, context.env.publicUrl));
    return c.json(answer.tv, 200);
  });

  const state = createRoute({
    method: "get",
    path: "/api/v1/tv",
    summary: "What this television shows",
    description: "For the television itself; a desk asks GET /api/v1/tvs.",
    security: [{ tv: [] }],
    middleware: underRight(parts, "board:read"),
    request: { query: noQuery },
    responses: {
      200: answers(tvStateSchema, "Name, playlist and settings"),
      ...refusals({ 404: "Whoever asks is no television" }),
    },
  });
  api.openapi(state, async (c) => {
    // Somebody may be signed in in the same browser.
    const known = await findTv(context, c.req.header("cookie"));
    const tv = known && (await readTvState(context, known.id));
    if (tv === null)
      throw new Problem(404, "no-television", "This is for a paired television. Pair one at /tv first.");
    return c.json(tv, 200);
  });
}
