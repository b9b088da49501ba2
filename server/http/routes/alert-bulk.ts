import { createRoute } from "@hono/zod-openapi";
import { searchAlerts } from "../../../db/stores/alert-search.ts";
import { takeAlerts } from "../../commands/take-alerts.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import { acknowledgeManySchema, MAX_TAKEN, takenManySchema } from "../schemas/alert.ts";
import type { Api, ApiParts } from "../types.ts";
import { actorFor, orProblem } from "./alert-actions.ts";

/** POST /api/v1/alerts/acknowledge: many alerts, or all of a node, in one transaction. */
export function addAlertBulkRoute(api: Api, parts: ApiParts): void {
  const { context } = parts;
  api.openAPIRegistry.register("AcknowledgeMany", acknowledgeManySchema);
  const route = createRoute({
    method: "post",
    security: BY_KEY,
    middleware: underRight(parts, "alerts:act"),
    path: "/api/v1/alerts/acknowledge",
    summary: "Take many alerts, or all of a node: one pledge until when",
    description:
      "All at once or none of them. What somebody else has stays theirs unless takeOver is true; the answer says whose.",
    request: {
      query: noQuery,
      body: {
        required: true,
        content: { "application/json": { schema: { $ref: "#/components/schemas/AcknowledgeMany" } } },
      },
    },
    responses: {
      200: answers(takenManySchema, "What is theirs now"),
      ...refusals({
        400: "The body cannot be read",
        404: "No alert has any of these ids",
        415: "Another content-type",
      }),
    },
  });
  api.openapi(route, async (c) => {
    const body = await readCommand(c, acknowledgeManySchema);
    const by = await actorFor(parts, c.get("who"), body.personId);
    const alertIds = body.ids ?? (await idsAt(parts, body.node!));
    if (alertIds.length === 0) return c.json({ taken: [], already: null, over: 0, pledgeUntil: null }, 200);
    const { taken, already, over, pledgeUntilMs } = await orProblem(
      takeAlerts(context, {
        alertIds,
        ...by,
        via: "api",
        pledgeUntilMs: body.pledgeUntil,
        note: body.note,
        over: body.takeOver,
      }),
    );
    return c.json(
      {
        taken,
        already: already && {
          name: already.name,
          pledgeUntil: new Date(already.pledgeUntilMs).toISOString(),
        },
        over,
        pledgeUntil: taken.length > 0 ? new Date(pledgeUntilMs).toISOString() : null,
      },
      200,
    );
  });
}

async function idsAt({ context }: ApiParts, node: string): Promise<string[]> {
  const filter = { nodes: [node], states: ["open", "acknowledged"] };
  const rows = await searchAlerts(context.sql, filter, { after: null, limit: MAX_TAKEN + 1 });
  if (rows.length <= MAX_TAKEN) return rows.map(({ id }) => id);
  const detail = `body node: ${node} has more than ${MAX_TAKEN} alerts: take them by ids, a page at a time.`;
  throw new Problem(422, "too-many-alerts", detail);
}
