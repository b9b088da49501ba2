import { createRoute, z } from "@hono/zod-openapi";
import type { PolicyVersion } from "../../../domain/escalation/types.ts";
import { localToInstant } from "../../../domain/time/zone.ts";
import { policySchema } from "../../../domain/wire/policies.ts";
import { refuseUnknown } from "../../commands/set-policy.ts";
import { readDirectory } from "../../queries/directory.ts";
import { DryRunTooLargeError, dryRunPolicy } from "../../queries/dry-run-policy.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { instantParameter, noQuery, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import type { Api, ApiParts } from "../types.ts";

const DAY_MS = 86_400_000;
const MAX_DAYS = 7;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day such as 2026-03-01")
  .refine(
    (text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false,
    "is not a day of the calendar",
  );
const dryRunSchema = z.strictObject({
  day: day.optional().describe("in the shop's time zone; or from and to"),
  from: instantParameter.optional(),
  to: instantParameter.optional(),
  policy: policySchema
    .extend({ key: word.default("draft") })
    .optional()
    .describe("as if this one had been among the policies, in the place of one with its key"),
});

const count = z.number().int();
const answerSchema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    totals: z.object({ visits: count, alerts: count, messages: count, calls: count, flags: count }),
    people: z.array(z.object({ id: z.string(), name: z.string(), messages: count, calls: count })),
    nodes: z.array(z.object({ key: z.string(), alerts: count, messages: count, calls: count })),
    lines: z.array(
      z.object({
        at: z.iso.datetime(),
        kind: z.enum(["chat", "voice", "flag"]),
        node: z.string(),
        policy: z.string(),
        severity: count,
        count: count.describe("alerts that it tells of"),
        orderNos: z.array(z.string()).describe("some of their orders"),
        person: z.object({ id: z.string(), name: z.string() }).nullable(),
        group: z.object({ key: z.string(), name: z.string() }).nullable(),
        fallbackReason: z.string().nullable(),
      }),
    ),
    truncated: z.boolean().describe("totals count all; the first lines are listed"),
  })
  .openapi("DryRun");

/** POST /api/v1/policies/dry-run: who would have been told what, when. */
export function addDryRunRoute(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const route = createRoute({
    method: "post",
    path: "/api/v1/policies/dry-run",
    summary: "Who would have been told what, when, on a past day",
    description:
      "Had nobody taken anything. Deadlines as they are known now, policies and nodes of then (or a draft), people, rotations and storms of now.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:read"),
    request: { query: noQuery, body: commandBody(api, "DryRunQuestion", dryRunSchema) },
    responses: { 200: answers(answerSchema, "What would have been told"), ...refusals(BODY_REFUSALS) },
  });
  api.openapi(route, async (c) => {
    const { policy, ...window } = await readCommand(c, dryRunSchema);
    const asked = windowOf(parts, window);
    if (policy) refuseUnknown(policy, await context.settings.get(), await readDirectory(context));
    try {
      const draft = (policy as Omit<PolicyVersion, "validFrom"> | undefined) ?? null;
      return c.json(await dryRunPolicy(context, { ...asked, draft }), 200);
    } catch (error) {
      if (!(error instanceof DryRunTooLargeError)) throw error;
      throw new Problem(422, "invalid-request", `body: ${error.message}: ask for a shorter one.`);
    }
  });
}

function windowOf(
  { context: { clock, env } }: ApiParts,
  asked: { day?: string; from?: number; to?: number },
): { fromMs: number; toMs: number } {
  const now = clock.shopNow();
  const isOneWay =
    asked.day === undefined
      ? asked.from !== undefined && asked.to !== undefined
      : asked.from === undefined && asked.to === undefined;
  if (!isOneWay) throw invalid("day: give a day, or from and to");
  const dayStart =
    asked.day === undefined ? null : localToInstant(env.timezone, Date.parse(`${asked.day}T00:00:00Z`));
  const fromMs = dayStart ?? asked.from!;
  const toMs =
    dayStart === null
      ? asked.to!
      : Math.min(localToInstant(env.timezone, Date.parse(`${asked.day}T00:00:00Z`) + DAY_MS), now);
  if (fromMs > now || toMs > now)
    throw invalid(`to: lies ahead of the shop's clock, ${new Date(now).toISOString()}; give a past one`);
  if (fromMs > toMs || toMs - fromMs > MAX_DAYS * DAY_MS)
    throw invalid(`from: must not lie after to, nor more than ${MAX_DAYS} days before it`);
  return { fromMs, toMs };
}

const invalid = (detail: string) => new Problem(422, "invalid-request", `body ${detail}.`);
