import { createRoute, z } from "@hono/zod-openapi";
import { DIMENSIONS, type Dimension } from "../../../domain/delay/dimensions.ts";
import type { Context } from "../../platform/context.ts";
import { bottlenecks } from "../../queries/bottlenecks.ts";
import { DelayTooLargeError } from "../../queries/delay-cells.ts";
import { heatmap } from "../../queries/heatmap.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { instantParameter } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { refuseFuture } from "../refuse-future.ts";
import { bottlenecksSchema, heatmapSchema } from "../schemas/delay.ts";
import type { Api, ApiParts } from "../types.ts";

const DAY_MS = 86_400_000;
const DEFAULT_WINDOW_MS = DAY_MS;
/** Days that a window may have: a column for each hour, or none. */
const HOURLY_DAYS = 31;
const WINDOW_DAYS = 400;
/** Of two facts no sums are kept together: their visits are read one by one. */
const PAIR_DAYS = 31;
const MAX_BY = 2;

const window = {
  from: instantParameter.optional().describe("24 hours before `to` unless given"),
  to: instantParameter.optional().describe("now unless given"),
};
const dimension = z.enum(DIMENSIONS, { error: `must be one of ${DIMENSIONS.join(", ")}` });
const dimensions = z
  .preprocess(
    (given) => (Array.isArray(given) ? given : [given]).flatMap((text) => String(text).split(",")),
    z
      .array(dimension)
      .max(MAX_BY, `takes at most ${MAX_BY} dimensions`)
      .refine((list) => new Set(list).size === list.length, "names a dimension twice"),
  )
  .openapi({ type: "array", items: { type: "string", enum: [...DIMENSIONS] } });

const aboutDelay = `A visit's overdue time is the overlap of [dueAt, leftAt or now] with the window, exact and with what \
is known now about it.`;

/** GET /api/v1/bottlenecks and /api/v1/heatmap: where the delay sits. */
export function addDelayRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { method: "get", security: BY_KEY, middleware: underRight(parts, "board:read") } as const;
  const bottleneckRoute = createRoute({
    ...shared,
    path: "/api/v1/bottlenecks",
    summary: "Where the overdue time of a window sits",
    description: `${aboutDelay} \`by\` takes one or two dimensions: by=node,bulky. The worst come first.`,
    request: { query: z.strictObject({ ...window, by: dimensions.optional() }) },
    responses: { 200: answers(bottlenecksSchema, "Overdue time by part"), ...refusals() },
  });
  api.openapi(bottleneckRoute, async (c) => {
    const { from, to, by = ["node"] } = c.req.valid("query");
    const asked = windowOf(context, from, to);
    refuseLong(asked, daysFor(by, false));
    return c.json(await orTooLarge(bottlenecks(context, { ...asked, by })), 200);
  });

  const heatmapRoute = createRoute({
    ...shared,
    path: "/api/v1/heatmap",
    summary: "Overdue time by a dimension and the hours, or by two dimensions",
    description: `${aboutDelay} Cells in which nothing was overdue and nothing left are absent.`,
    request: {
      query: z
        .strictObject({
          ...window,
          rows: dimension.optional(),
          cols: z
            .enum([...DIMENSIONS, "hour"], { error: `must be hour or one of ${DIMENSIONS.join(", ")}` })
            .optional(),
        })
        .refine(({ rows = "node", cols }) => rows !== cols, {
          message: "must be another than rows",
          path: ["cols"],
        }),
    },
    responses: { 200: answers(heatmapSchema, "The cells"), ...refusals() },
  });
  api.openapi(heatmapRoute, async (c) => {
    const { from, to, rows = "node", cols = "hour" } = c.req.valid("query");
    const asked = windowOf(context, from, to);
    refuseLong(asked, cols === "hour" ? daysFor([rows], true) : daysFor([rows, cols], false));
    return c.json(await orTooLarge(heatmap(context, { ...asked, rows, cols })), 200);
  });
}

interface Window {
  fromMs: number;
  toMs: number;
}

function windowOf({ clock }: Context, from: number | undefined, to: number | undefined): Window {
  refuseFuture(clock, "to", to);
  refuseFuture(clock, "from", from);
  const toMs = to ?? clock.shopNow();
  const fromMs = from ?? toMs - DEFAULT_WINDOW_MS;
  if (fromMs > toMs) throw invalid("from", "lies after to", "give a from that is not after to");
  return { fromMs, toMs };
}

function daysFor(by: readonly Dimension[], byHour: boolean): number {
  if (byHour) return HOURLY_DAYS;
  const facts = by.filter((name) => name !== "node" && name !== "phase");
  return facts.length > 1 ? PAIR_DAYS : WINDOW_DAYS;
}

function refuseLong({ fromMs, toMs }: Window, days: number): void {
  if (toMs - fromMs <= days * DAY_MS) return;
  throw invalid("from", `lies more than ${days} days before to`, `ask for at most ${days} days at once`);
}

async function orTooLarge<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof DelayTooLargeError)) throw error;
    throw new Problem(
      422,
      "invalid-request",
      `${error.message}: ask for a shorter window or another dimension.`,
    );
  }
}

function invalid(name: string, wrong: string, remedy: string): Problem {
  return new Problem(422, "invalid-request", `query parameter ${name} ${wrong}: ${remedy}.`, {
    more: { errors: [{ field: name, detail: wrong }] },
  });
}
