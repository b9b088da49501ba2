import { createRoute, z } from "@hono/zod-openapi";
import { searchAlerts } from "../../../db/stores/alert-search.ts";
import { type AlertRow, alertRowSchema } from "../../../domain/wire/alerts.ts";
import { actorOf, type Who } from "../../auth/who.ts";
import { AlertActionError, type AlertActor } from "../../commands/alert-requests.ts";
import { passAlerts } from "../../commands/pass-alerts.ts";
import { resolveAlerts } from "../../commands/resolve-alerts.ts";
import { takeAlerts } from "../../commands/take-alerts.ts";
import { undoPass } from "../../commands/undo-pass.ts";
import { readDirectory } from "../../queries/directory.ts";
import { presentAlert } from "../../queries/present-alert.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readOptionalCommand } from "../read-optional-command.ts";
import {
  acknowledgeSchema,
  passedSchema,
  passSchema,
  resolveSchema,
  undoneSchema,
  undoSchema,
} from "../schemas/alert.ts";
import type { Api, ApiParts } from "../types.ts";

const STATUS: Record<AlertActionError["code"], 404 | 409 | 422> = {
  unknown_alert: 404,
  bad_pledge: 422,
  nobody_next: 409,
  too_late: 409,
  nothing_to_undo: 409,
};

/** POST /api/v1/alerts/{id}/acknowledge, /pass, /undo and /resolve. */
export function addAlertActionRoutes(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const bodies = {
    Acknowledge: acknowledgeSchema,
    Pass: passSchema,
    Resolve: resolveSchema,
    Undo: undoSchema,
  };
  for (const [name, schema] of Object.entries(bodies)) api.openAPIRegistry.register(name, schema);
  const shared = (body: keyof typeof bodies) =>
    ({
      method: "post",
      security: BY_KEY,
      middleware: underRight(parts, "alerts:act"),
      request: {
        query: noQuery,
        params: z.object({ id: z.uuid() }),
        body: {
          required: false,
          content: { "application/json": { schema: { $ref: `#/components/schemas/${body}` } } },
        },
      },
    }) as const;
  const refused = refusals({
    400: "The body cannot be read",
    404: "No alert has this id",
    409: "It cannot be done as things stand; the detail says why",
    415: "Another content-type",
  });

  const acknowledge = createRoute({
    ...shared("Acknowledge"),
    path: "/api/v1/alerts/{id}/acknowledge",
    summary: "Take an alert: a pledge until when",
    description:
      "Its steps wait until then. While somebody else has it the answer is 409 and says who; takeOver takes it over.",
    responses: { 200: answers(alertRowSchema, "The alert as it is now"), ...refused },
  });
  api.openapi(acknowledge, async (c) => {
    const { id } = c.req.valid("param");
    const body = await readOptionalCommand(c, acknowledgeSchema);
    const by = await actorFor(parts, c.get("who"), body.personId);
    const { taken, already } = await orProblem(
      takeAlerts(context, {
        alertIds: [id],
        ...by,
        via: "api",
        pledgeUntilMs: body.pledgeUntil,
        note: body.note,
        over: body.takeOver,
      }),
    );
    if (taken.length === 0) throw already ? alreadyTaken(already) : isOver();
    return c.json(await rowOf(parts, id), 200);
  });

  const pass = createRoute({
    ...shared("Pass"),
    path: "/api/v1/alerts/{id}/pass",
    summary: "Pass an alert to the next person, or to a chosen one",
    description: "Whoever it goes to is told after 10 s; until then undo takes it back.",
    responses: { 200: answers(passedSchema, "Whom it went to"), ...refused },
  });
  api.openapi(pass, async (c) => {
    const { id } = c.req.valid("param");
    const body = await readOptionalCommand(c, passSchema);
    const by = await actorFor(parts, c.get("who"), body.personId);
    const { passed, to, undoUntilMs } = await orProblem(
      passAlerts(context, { alertIds: [id], ...by, via: "api", toPersonId: body.to, note: body.note }),
    );
    if (passed.length === 0) throw isOver();
    const undoUntil = undoUntilMs === null ? null : new Date(undoUntilMs).toISOString();
    return c.json({ alert: await rowOf(parts, id), to, undoUntil }, 200);
  });

  const undo = createRoute({
    ...shared("Undo"),
    path: "/api/v1/alerts/{id}/undo",
    summary: "Take back a pass within 10 s",
    responses: { 200: answers(undoneSchema, "The alert as it was before"), ...refused },
  });
  api.openapi(undo, async (c) => {
    const { id } = c.req.valid("param");
    const body = await readOptionalCommand(c, undoSchema);
    const by = await actorFor(parts, c.get("who"), body.personId);
    const { restored } = await orProblem(undoPass(context, { alertId: id, ...by, via: "api" }));
    return c.json({ alert: await rowOf(parts, id), restored }, 200);
  });

  const resolve = createRoute({
    ...shared("Resolve"),
    path: "/api/v1/alerts/{id}/resolve",
    summary: "Say that an alert has been seen to, though its order still waits",
    responses: { 200: answers(alertRowSchema, "The alert as it is now"), ...refused },
  });
  api.openapi(resolve, async (c) => {
    const { id } = c.req.valid("param");
    const body = await readOptionalCommand(c, resolveSchema);
    const by = await actorFor(parts, c.get("who"), body.personId);
    await orProblem(resolveAlerts(context, { alertIds: [id], ...by, via: "api", note: body.note }));
    return c.json(await rowOf(parts, id), 200);
  });
}

/**
 * Who acts: somebody who signed in as themselves; for a key the person whom it names, or the key itself. The audit names
 * who sent it either way.
 */
export async function actorFor(
  { context }: ApiParts,
  who: Who,
  personId: string | undefined,
): Promise<{ by: AlertActor; actor: string }> {
  const actor = actorOf(who);
  if (who.kind === "user") {
    if (personId !== undefined && personId !== who.personId)
      throw new Problem(403, "somebody-else", "body personId: you act as yourself; leave it out.");
    const own = who.personId === null ? undefined : (await readDirectory(context)).people.get(who.personId);
    return { by: { personId: own?.id ?? null, name: own?.name ?? who.name }, actor };
  }
  if (personId === undefined) return { by: { personId: null, name: actor }, actor };
  const person = (await readDirectory(context)).people.get(personId);
  if (person) return { by: { personId, name: person.name }, actor };
  throw new Problem(422, "unknown-person", `body personId: there is no person ${personId}.`);
}

export async function orProblem<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    if (!(error instanceof AlertActionError)) throw error;
    throw new Problem(STATUS[error.code], error.code.replaceAll("_", "-"), error.detail);
  }
}

function alreadyTaken({ name, pledgeUntilMs }: { name: string; pledgeUntilMs: number }): Problem {
  const pledgeUntil = new Date(pledgeUntilMs).toISOString();
  const detail = `${name} has it until ${pledgeUntil}. Send takeOver: true to take it over.`;
  return new Problem(409, "already-taken", detail, { more: { takenBy: name, pledgeUntil } });
}

const isOver = () =>
  new Problem(409, "alert-over", "The alert is over: its order moved on, or somebody has seen to it.");

async function rowOf({ context }: ApiParts, id: string): Promise<AlertRow> {
  const [row] = await searchAlerts(context.sql, { ids: [id] }, { after: null, limit: 1 });
  return presentAlert(row!);
}
