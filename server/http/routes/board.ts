import { createRoute, z } from "@hono/zod-openapi";
import { type Board, boardSchema } from "../../../domain/wire/board.ts";
import { readLiveBoard } from "../../live/read-board.ts";
import type { Context } from "../../platform/context.ts";
import { within } from "../../platform/within.ts";
import { boardAsOf } from "../../queries/board-as-of.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { requireRight } from "../middleware/require-right.ts";
import { instantParameter } from "../parameters.ts";
import { refuseFuture } from "../refuse-future.ts";
import type { Api, ApiParts } from "../types.ts";

/** A Redis that hangs is not waited for: Postgres knows as well. */
const REDIS_TIMEOUT_MS = 1_500;

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
    middleware: requireRight(parts, "board:read"),
    request: { query: z.strictObject({ asOf: instantParameter.optional() }) },
    responses: { 200: answers(boardSchema.openapi("Board"), "The board"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const { asOf } = c.req.valid("query");
    refuseFuture(parts.context.clock, "asOf", asOf);
    const live = asOf === undefined ? await liveBoard(parts.context) : null;
    const board = live ?? (await countedBoard(parts, asOf));
    return c.json(board, 200);
  });
}

/** From Redis; null while it is away or still catching up. */
async function liveBoard(context: Context): Promise<Board | null> {
  const live = await within(readLiveBoard(context), REDIS_TIMEOUT_MS).catch(() => null);
  if (live?.pulse.state !== "live") return null;
  const { pulse: _, ...board } = live;
  return board;
}

function countedBoard({ context, storage }: ApiParts, asOf = context.clock.shopNow()): Promise<Board> {
  return storage.run(() => boardAsOf(context, asOf));
}
