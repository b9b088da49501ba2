import { createRoute, z } from "@hono/zod-openapi";
import { nodesByRank } from "../../../domain/settings/history.ts";
import { nodePatchSchema } from "../../../domain/settings/patch.ts";
import type { NodeVersion } from "../../../domain/settings/types.ts";
import { changeNode } from "../../commands/change-node.ts";
import { currentSettings } from "../../queries/current-settings.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import { nodeSchema } from "../schemas/node.ts";
import type { Api, ApiParts } from "../types.ts";

function presentNode(node: NodeVersion) {
  return { ...node, validFrom: new Date(node.validFrom).toISOString() };
}

/** GET /api/v1/nodes and PATCH /api/v1/nodes/{key}: the settings that managers edit. */
export function addNodeRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/nodes",
    summary: "Every node with its settings, in # order; watches apart, under /api/v1/watches",
    security: BY_KEY,
    middleware: underRight(parts, "settings:read"),
    request: { query: noQuery },
    responses: { 200: answers(z.object({ nodes: z.array(nodeSchema) }), "Nodes"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const all = nodesByRank(await currentSettings(context));
    const nodes = all.filter((node) => node.kind !== "watch");
    return c.json({ nodes: nodes.map(presentNode) }, 200);
  });

  api.openAPIRegistry.register("NodePatch", nodePatchSchema);
  const change = createRoute({
    method: "patch",
    path: "/api/v1/nodes/{key}",
    summary: "Change a node from now on",
    description:
      "Open visits get their new deadlines at once; closed ones keep those under which they were left.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: {
      query: noQuery,
      params: z.object({ key: word }),
      body: {
        required: true,
        content: { "application/json": { schema: { $ref: "#/components/schemas/NodePatch" } } },
      },
    },
    responses: {
      200: answers(nodeSchema.extend({ openVisitsChanged: z.number().int() }), "The node as it is now"),
      ...refusals({
        400: "The body cannot be read",
        404: "No node has this key",
        415: "Another content-type",
      }),
    },
  });
  api.openapi(change, async (c) => {
    const { key } = c.req.valid("param");
    const patch = await readCommand(c, nodePatchSchema);
    const changed = await changeNode(context, c.get("actor"), key, patch);
    if (!changed.ok) {
      const status = changed.code === "no_such_node" ? 404 : 422;
      throw new Problem(status, changed.code.replaceAll("_", "-"), `${changed.detail}.`);
    }
    const { node, openVisitsChanged } = changed;
    return c.json({ ...presentNode(node), openVisitsChanged }, 200);
  });
}
