import { createRoute, z } from "@hono/zod-openapi";
import { readRules } from "../../../db/stores/policies.ts";
import type { PolicyVersion } from "../../../domain/escalation/types.ts";
import { newest } from "../../../domain/settings/history.ts";
import {
  escalationSettingsPatchSchema,
  escalationSettingsSchema,
  type PolicyBody,
  policyAnswerSchema,
  policySchema,
} from "../../../domain/wire/policies.ts";
import { setEscalationSettings } from "../../commands/set-escalation-settings.ts";
import { setPolicy } from "../../commands/set-policy.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import type { Api, ApiParts } from "../types.ts";

const key = z.object({ key: word });
const changedSchema = policyAnswerSchema.extend({
  visitsRescheduled: z.number().int().describe("open visits that now wait for another moment"),
});

function present({ validFrom, ...policy }: PolicyVersion) {
  // What is stored has passed the same schema, or is a default of ours.
  return { ...(policy as PolicyBody & { key: string }), validFrom: new Date(validFrom).toISOString() };
}

/** /api/v1/policies and /api/v1/escalation-settings: who is told what, when. */
export function addPolicyRoutes(api: Api, parts: ApiParts): void {
  addReading(api, parts);
  addChanging(api, parts);
  addSettings(api, parts);
}

function addReading(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { method: "get", security: BY_KEY, middleware: underRight(parts, "settings:read") } as const;
  const list = createRoute({
    ...shared,
    path: "/api/v1/policies",
    summary: "Every policy as it holds now, the highest rank first",
    request: { query: noQuery },
    responses: {
      200: answers(z.object({ policies: z.array(policyAnswerSchema) }), "Policies"),
      ...refusals(),
    },
  });
  api.openapi(list, async (c) => {
    const { policies } = await readRules(context.sql);
    const now = [...policies.values()]
      .map(newest)
      .sort((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1));
    return c.json({ policies: now.map(present) }, 200);
  });

  const one = createRoute({
    ...shared,
    path: "/api/v1/policies/{key}",
    summary: "Every version of one policy, the newest first",
    request: { query: noQuery, params: key },
    responses: {
      200: answers(z.object({ versions: z.array(policyAnswerSchema) }), "Versions"),
      ...refusals({ 404: "No policy has this key" }),
    },
  });
  api.openapi(one, async (c) => {
    const asked = c.req.valid("param").key;
    const versions = (await readRules(context.sql)).policies.get(asked);
    if (!versions) throw new Problem(404, "unknown-policy", `There is no policy ${JSON.stringify(asked)}.`);
    return c.json({ versions: versions.toReversed().map(present) }, 200);
  });
}

function addChanging(api: Api, parts: ApiParts): void {
  const put = createRoute({
    method: "put",
    path: "/api/v1/policies/{key}",
    summary: "Make a policy, or a new version of one, from now on",
    description:
      "Open visits without an alert wait for its steps at once; alerts keep the version with which they began. enabled: false puts it aside.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: { query: noQuery, params: key, body: commandBody(api, "Policy", policySchema) },
    responses: {
      200: answers(changedSchema, "The new version"),
      201: answers(changedSchema, "The new policy"),
      ...refusals(BODY_REFUSALS),
    },
  });
  api.openapi(put, async (c) => {
    const body = await readCommand(c, policySchema);
    const set = await setPolicy(parts.context, c.get("actor"), c.req.valid("param").key, body);
    const answer = { ...present(set.policy), visitsRescheduled: set.visitsRescheduled };
    return set.isNew ? c.json(answer, 201) : c.json(answer, 200);
  });
}

function addSettings(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const path = "/api/v1/escalation-settings";
  const read = createRoute({
    method: "get",
    path,
    summary: "What all policies share: storms, pledges, the fallback",
    security: BY_KEY,
    middleware: underRight(parts, "settings:read"),
    request: { query: noQuery },
    responses: { 200: answers(escalationSettingsSchema, "The settings"), ...refusals() },
  });
  api.openapi(read, async (c) => c.json((await readRules(context.sql)).settings, 200));

  const change = createRoute({
    method: "patch",
    path,
    summary: "Change what all policies share, from the next step on",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: {
      query: noQuery,
      body: commandBody(api, "EscalationSettingsPatch", escalationSettingsPatchSchema),
    },
    responses: {
      200: answers(escalationSettingsSchema, "The settings as they are now"),
      ...refusals(BODY_REFUSALS),
    },
  });
  api.openapi(change, async (c) => {
    const patch = await readCommand(c, escalationSettingsPatchSchema);
    return c.json(await setEscalationSettings(context, c.get("actor"), patch), 200);
  });
}
