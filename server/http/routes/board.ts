import { createRoute, z } from "@hono/zod-openapi";
import { boardSchema } from "../../../domain/wire/board.ts";
import { readLiveBoard } from "../../live/read-board.ts";
import type { Context } from "../../platform/context.ts";
import { boardAsOf } from "../../queries/board-as-of.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { instantParameter } from "../parameters.ts";
import { refuseFuture } from "../refuse-future.ts";
import type { Api, ApiParts } from "../types.ts";

const description = `Counts of open visits by node and light. Without asOf as the wall shows it; with it, what is known \
now about any past moment (late events included, deadlines as they stand), epoch and seq null.`;

/** GET /api/v1/board. */
export function addBoardRoute(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "get",
    path: "/api/v1/board",
    summary: "The board, now or at a past moment",
    description,
    security: BY_KEY,
    middleware: requireScope(parts, "read"),
    request: { query: z.strictObject({ asOf: instantParameter.optional() }) },
    responses: { 200: answers(boardSchema.openapi("Board"), "The board"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const { asOf } = c.req.valid("query");
    refuseFuture(parts.context.clock, "asOf", asOf);
    const board =
      asOf === undefined ? await currentBoard(parts.context) : await boardAsOf(parts.context, asOf);
    return c.json(board, 200);
  });
}

/** From Redis; from Postgres while Redis is away or still catching up. */
async function currentBoard(context: Context) {
  const live = await readLiveBoard(context).catch(() => null);
  if (live?.pulse.state !== "live") return boardAsOf(context, context.clock.shopNow());
  const { pulse: _, ...board } = live;
  return board;
}
