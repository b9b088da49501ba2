import { createRoute, z } from "@hono/zod-openapi";
import { RULE_KEY, watchSpecSchema } from "../../../domain/watch/spec.ts";
import { setWatch } from "../../commands/set-watch.ts";
import { dryRunWatch } from "../../queries/dry-run-watch.ts";
import { listWatches, type WatchView } from "../../queries/list-watches.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import { watchDryRunSchema, watchSchema } from "../schemas/watch.ts";
import type { Api, ApiParts } from "../types.ts";

const ruleKey = z
  .string()
  .regex(RULE_KEY, "must begin with a letter and hold at most 40 of a to z, 0 to 9 and _")
  .openapi({ example: "no_tracking_number" });
const dryRunSchema = z.strictObject({ key: ruleKey.nullable().default(null), watch: watchSpecSchema });
const body = (name: string) => ({
  required: true,
  content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
});
const COMMAND_REFUSALS = { 400: "The body cannot be read", 415: "Another content-type" };

/** GET and PUT /api/v1/watches/{key}, and what a rule would do: conditions that must not last. */
export function addWatchRoutes(api: Api, parts: ApiParts): void {
  addReads(api, parts);
  addDryRun(api, parts);
  addPut(api, parts);
}

function addReads(api: Api, parts: ApiParts): void {
  const list = createRoute({
    method: "get",
    path: "/api/v1/watches",
    summary: "Every watch with its rule, in # order",
    security: BY_KEY,
    middleware: underRight(parts, "settings:read"),
    request: { query: noQuery },
    responses: { 200: answers(z.object({ watches: z.array(watchSchema) }), "Watches"), ...refusals() },
  });
  api.openapi(list, async (c) => c.json({ watches: await listWatches(parts.context) }, 200));

  const one = createRoute({
    method: "get",
    path: "/api/v1/watches/{key}",
    summary: "One watch with its rule",
    security: BY_KEY,
    middleware: underRight(parts, "settings:read"),
    request: { query: noQuery, params: z.object({ key: word }) },
    responses: { 200: answers(watchSchema, "The watch"), ...refusals({ 404: "No watch has this key" }) },
  });
  api.openapi(one, async (c) => c.json(await findWatch(parts, c.req.valid("param").key), 200));
}

function addPut(api: Api, parts: ApiParts): void {
  api.openAPIRegistry.register("WatchSpec", watchSpecSchema);
  const put = createRoute({
    method: "put",
    path: "/api/v1/watches/{key}",
    summary: "Make a watch, or change all of one, from now on",
    description: "Orders of which it holds enter it at once. `enabled: false` switches it off.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: { query: noQuery, params: z.object({ key: ruleKey }), body: body("WatchSpec") },
    responses: { 200: answers(watchSchema, "The watch as it is now"), ...refusals(COMMAND_REFUSALS) },
  });
  api.openapi(put, async (c) => {
    const { key } = c.req.valid("param");
    const spec = await readCommand(c, watchSpecSchema);
    const set = await setWatch(parts.context, c.get("actor"), key, spec);
    if (!set.ok) throw impossible(set);
    return c.json(await findWatch(parts, key), 200);
  });
}

function addDryRun(api: Api, parts: ApiParts): void {
  api.openAPIRegistry.register("WatchDryRun", dryRunSchema);
  const dryRun = createRoute({
    method: "post",
    path: "/api/v1/watches/dry-run",
    summary: "Of which open orders a watch would hold now",
    description: "Changes nothing. `key` names the watch that it would change.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: { query: noQuery, body: body("WatchDryRun") },
    responses: { 200: answers(watchDryRunSchema, "What it would do"), ...refusals(COMMAND_REFUSALS) },
  });
  api.openapi(dryRun, async (c) => {
    const { key, watch } = await readCommand(c, dryRunSchema);
    const run = await dryRunWatch(parts.context, key, watch);
    if (!run.ok) throw impossible(run);
    return c.json(run.result, 200);
  });
}

async function findWatch({ context }: ApiParts, key: string): Promise<WatchView> {
  const found = (await listWatches(context)).find((watch) => watch.key === key);
  if (!found) throw new Problem(404, "no-such-watch", `There is no watch "${key}".`);
  return found;
}

function impossible({ field, detail }: { field: string; detail: string }): Problem {
  return new Problem(422, "impossible", `${field}: ${detail}.`);
}
