import { createRoute, z } from "@hono/zod-openapi";
import { nodesByRank } from "../../../domain/settings/history.ts";
import type { NodeVersion } from "../../../domain/settings/types.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { requireScope } from "../middleware/require-scope.ts";
import { noQuery } from "../parameters.ts";
import { nodeSchema } from "../schemas/node.ts";
import type { Api, ApiParts } from "../types.ts";

/** A node as the API shows it. */
export function presentNode(node: NodeVersion) {
  return { ...node, validFrom: new Date(node.validFrom).toISOString() };
}

/** GET /api/v1/nodes. */
export function addNodesRoute(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "get",
    path: "/api/v1/nodes",
    summary: "Every node with its settings, in # order",
    security: BY_KEY,
    middleware: requireScope(parts, "read"),
    request: { query: noQuery },
    responses: { 200: answers(z.object({ nodes: z.array(nodeSchema) }), "Nodes"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const settings = await parts.context.settings.get();
    return c.json({ nodes: nodesByRank(settings).map(presentNode) }, 200);
  });
}
