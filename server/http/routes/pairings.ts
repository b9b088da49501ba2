import { createRoute, z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { pairedSchema } from "../../../domain/wire/tvs.ts";
import { callerOf } from "../../auth/caller.ts";
import {
  type Answerer,
  approvalBody,
  approvePairing,
  codeBody,
  denyPairing,
  findWaiting,
} from "../../commands/answer-pairing.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import type { Api, ApiEnv, ApiParts } from "../types.ts";

const waitingSchema = z.object({
  userCode: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  asOf: z.iso.datetime().describe("machine time, as the others are"),
});

/** /api/v1/pairings: somebody lets a television in that shows a code, or turns it away. */
export function addPairingRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = {
    method: "post",
    security: BY_KEY,
    middleware: underRight(parts, "screens:write"),
  } as const;
  const REFUSED = refusals({ ...BODY_REFUSALS, 404: "No television shows this code now" });
  const by = (c: HonoContext<ApiEnv>): Answerer => ({
    actor: c.get("actor"),
    address: callerOf(c.env?.incoming, context.env.publicUrl),
  });

  const find = createRoute({
    ...shared,
    path: "/api/v1/pairings/find",
    summary: "The television that shows a code",
    description:
      "Codes that no television shows are counted against whoever types them; too many have to wait.",
    request: { query: noQuery, body: commandBody(api, "PairingCode", codeBody) },
    responses: { 200: answers(waitingSchema, "It waits"), ...REFUSED },
  });
  api.openapi(find, async (c) => {
    const { userCode } = await readCommand(c, codeBody);
    const { createdAt, expiresAt, ...waiting } = await findWaiting(context, by(c), userCode);
    const iso = (at: number) => new Date(at).toISOString();
    const asOf = iso(context.clock.machineNow());
    return c.json({ ...waiting, createdAt: iso(createdAt), expiresAt: iso(expiresAt), asOf }, 200);
  });

  const approve = createRoute({
    ...shared,
    path: "/api/v1/pairings/approve",
    summary: "Let a television in",
    description:
      "It then fetches a credential of its own: read-only, without personal data, valid until it is revoked. Whoever " +
      "approves never has it.",
    request: { query: noQuery, body: commandBody(api, "PairingApproval", approvalBody) },
    responses: { 201: answers(pairedSchema, "The television"), ...REFUSED },
  });
  api.openapi(approve, async (c) => {
    const body = await readCommand(c, approvalBody);
    return c.json({ id: await approvePairing(context, by(c), body), name: body.name }, 201);
  });

  const deny = createRoute({
    ...shared,
    path: "/api/v1/pairings/deny",
    summary: "Turn a television away",
    request: { query: noQuery, body: commandBody(api, "PairingDenial", codeBody) },
    responses: { 204: { description: "It is told so" }, ...REFUSED },
  });
  api.openapi(deny, async (c) => {
    const { userCode } = await readCommand(c, codeBody);
    await denyPairing(context, by(c), userCode);
    return c.body(null, 204);
  });
}
