import { createRoute, z } from "@hono/zod-openapi";
import {
  REPLAY_DAYS,
  REPLAY_HOURS_MAX,
  REPLAY_STEP_S,
  REPLAY_STEPS_MAX,
  replaySchema,
} from "../../../domain/wire/replay.ts";
import { ReplayTooLargeError, replay } from "../../queries/replay.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { instantParameter, wholeNumber } from "../parameters.ts";
import { invalidPast, pastWindow } from "../past-window.ts";
import { Problem } from "../problem.ts";
import type { Api, ApiParts } from "../types.ts";

const DEFAULT_STEP_S = 60;

const description = `A stretch of the last ${REPLAY_DAYS} days as the live board would have told it: a snapshot and a \
delta for each step, with what is known now about those moments (late events included, deadlines as they stand). At \
each step it is what GET /api/v1/board?asOf answers. At most ${REPLAY_HOURS_MAX} hours and ${REPLAY_STEPS_MAX} steps at \
once: ask for the next stretch from this one's \`to\`.`;

/** GET /api/v1/replay. */
export function addReplayRoute(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const route = createRoute({
    method: "get",
    path: "/api/v1/replay",
    summary: "The board through a stretch of the past",
    description,
    security: BY_KEY,
    middleware: underRight(parts, "board:read"),
    request: {
      query: z.strictObject({
        from: instantParameter,
        to: instantParameter,
        stepSeconds: wholeNumber(REPLAY_STEP_S.min, REPLAY_STEP_S.max)
          .optional()
          .describe(`${DEFAULT_STEP_S} unless given`),
      }),
    },
    responses: { 200: answers(replaySchema.openapi("Replay"), "The stretch"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const { from, to, stepSeconds = DEFAULT_STEP_S } = c.req.valid("query");
    const window = pastWindow(context.clock, from, to, REPLAY_HOURS_MAX);
    const stepMs = stepSeconds * 1_000;
    if (Math.ceil((to - from) / stepMs) > REPLAY_STEPS_MAX) {
      const remedy = `ask for a shorter stretch or longer steps: at most ${REPLAY_STEPS_MAX} at once`;
      throw invalidPast("stepSeconds", "makes too many steps", remedy);
    }
    return c.json(await orTooLarge(replay(context, { ...window, stepMs })), 200);
  });
}

async function orTooLarge<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ReplayTooLargeError)) throw error;
    throw new Problem(422, "invalid-request", `${error.message}: ask for a shorter stretch.`);
  }
}
