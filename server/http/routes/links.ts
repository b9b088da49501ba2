import { z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { AlertActionError } from "../../commands/alert-requests.ts";
import { actOnLink, undoByLink } from "../../links/act-on-link.ts";
import type { LinkRefusal } from "../../links/refuse-link.ts";
import { openToAll } from "../middleware/declared.ts";
import { instantParameter } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readOptionalCommand } from "../read-optional-command.ts";
import type { Api, ApiEnv, ApiParts } from "../types.ts";

const choice = z.strictObject({
  pledgeUntil: instantParameter.optional(),
  takeOver: z.boolean().optional(),
});

const REFUSED: Record<LinkRefusal, { status: 403 | 409 | 410; detail: string }> = {
  forged: {
    status: 403,
    detail: "This link was not made by us, or was cut short. Open it from the message again.",
  },
  expired: { status: 410, detail: "This link is too old. Take the newest message, or the desk." },
  used: { status: 409, detail: "This link was used already." },
  look_only: { status: 409, detail: "This link only shows." },
  gone: { status: 410, detail: "What this link is about is not there any more." },
};

/**
 * POST /api/a/{token} and /api/a/{token}/undo: the button of a signed link, for whoever holds it. It needs no key, is
 * not part of the described API, and the token is in no log: requests are told of by their route.
 */
export function addLinkRoutes(api: Api, parts: ApiParts): void {
  const { context, storage } = parts;
  api.post(
    "/api/a/:token",
    openToAll("the link is signed"),
    (_, next) => storage.run(next),
    async (c) => {
      const { pledgeUntil, takeOver } = await readOptionalCommand(c as HonoContext<ApiEnv>, choice);
      const act = await orProblem(
        actOnLink(context, c.req.param("token"), { pledgeUntilMs: pledgeUntil, over: takeOver }),
      );
      if (!act.ok) throw refused(act.reason);
      if (act.action === "take") {
        const { taken, already, pledgeUntilMs, over } = act.result;
        const until = new Date(pledgeUntilMs).toISOString();
        return c.json({
          action: "take",
          taken: taken.length,
          over,
          takenBy: already?.name ?? null,
          pledgeUntil: until,
        });
      }
      const { passed, to, already, undoUntilMs, over } = act.result;
      return c.json({
        action: "pass",
        passed: passed.length,
        over,
        to: to?.name ?? null,
        takenBy: already?.name ?? null,
        undoUntil: undoUntilMs === null ? null : new Date(undoUntilMs).toISOString(),
      });
    },
  );
  api.post(
    "/api/a/:token/undo",
    openToAll("the link is signed"),
    (_, next) => storage.run(next),
    async (c) => {
      const undone = await orProblem(undoByLink(context, c.req.param("token")));
      if (!undone.ok) throw refused(undone.reason);
      return c.json({ restored: undone.result.restored.length });
    },
  );
}

function refused(reason: LinkRefusal): Problem {
  const { status, detail } = REFUSED[reason];
  return new Problem(status, `link-${reason.replaceAll("_", "-")}`, detail);
}

async function orProblem<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    if (!(error instanceof AlertActionError)) throw error;
    const status = error.code === "bad_pledge" ? 422 : 409;
    throw new Problem(status, error.code.replaceAll("_", "-"), error.detail);
  }
}
