import { createRoute, z } from "@hono/zod-openapi";
import { readGaps, readOnCall } from "../../queries/on-call.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { instantParameter, wholeNumber, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { gapSchema, onCallSchema, presentGap } from "../schemas/schedule.ts";
import type { Api, ApiParts } from "../types.ts";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 14;
const MAX_DAYS = 92;

/** Who is on call when, and where nobody can be called. */
export function addOnCallRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { method: "get", security: BY_KEY, middleware: underRight(parts, "on-call:read") } as const;
  const onCall = createRoute({
    ...shared,
    path: "/api/v1/schedules/{key}/on-call",
    summary: "Who is on call from an instant to another, and where nobody can be called",
    request: {
      params: z.object({ key: word }),
      query: z.strictObject({
        from: instantParameter.optional().describe("now unless given"),
        to: instantParameter
          .optional()
          .describe(`${DEFAULT_DAYS} days after from unless given, at most ${MAX_DAYS}`),
      }),
    },
    responses: {
      200: answers(onCallSchema, "Spans without holes, and gaps"),
      ...refusals({ 404: "No schedule has this key" }),
    },
  });
  api.openapi(onCall, async (c) => {
    const { key } = c.req.valid("param");
    const query = c.req.valid("query");
    const from = query.from ?? context.clock.shopNow();
    const to = query.to ?? from + DEFAULT_DAYS * DAY_MS;
    if (to <= from || to - from > MAX_DAYS * DAY_MS) {
      const said = new Date(to).toISOString();
      const detail = `query parameter to: ${said} must be later than from, by at most ${MAX_DAYS} days.`;
      throw new Problem(422, "invalid-request", detail);
    }
    const { spans, gaps } = await readOnCall(context, key, from, to);
    const iso = (ms: number) => new Date(ms).toISOString();
    return c.json(
      {
        schedule: key,
        from: iso(from),
        to: iso(to),
        spans: spans.map(({ fromAt, toAt, ...span }) => ({ from: iso(fromAt), to: iso(toAt), ...span })),
        gaps: gaps.map(presentGap),
      },
      200,
    );
  });

  const gaps = createRoute({
    ...shared,
    path: "/api/v1/on-call/gaps",
    summary: "Where in the coming days nobody can be called",
    description:
      "Nobody on call, no verified phone, or quiet hours that let nothing through: what a call of the worst severity " +
      "would meet, and who would be called instead.",
    request: {
      query: z.strictObject({ days: wholeNumber(1, MAX_DAYS).optional().describe("7 unless given") }),
    },
    responses: {
      200: answers(
        z
          .object({
            from: z.iso.datetime(),
            to: z.iso.datetime(),
            gaps: z.array(gapSchema).describe("the nearest first"),
            unscheduled: z
              .array(z.object({ role: z.string(), nameZh: z.string(), nameEn: z.string() }))
              .describe("roles without a schedule: nobody is ever on call for them"),
          })
          .openapi("OnCallGaps"),
        "Gaps",
      ),
      ...refusals(),
    },
  });
  api.openapi(gaps, async (c) => {
    const found = await readGaps(context, c.req.valid("query").days ?? 7);
    return c.json(
      {
        from: new Date(found.fromMs).toISOString(),
        to: new Date(found.toMs).toISOString(),
        gaps: found.gaps.map(presentGap),
        unscheduled: found.unscheduled,
      },
      200,
    );
  });
}
