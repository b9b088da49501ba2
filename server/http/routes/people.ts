import { createRoute, z } from "@hono/zod-openapi";
import { readDirectory } from "../../../db/stores/directory.ts";
import { newPersonSchema, personPatchSchema } from "../../../domain/oncall/bodies.ts";
import { addPerson, changePerson, findPerson } from "../../commands/change-people.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { personSchema, presentPerson } from "../schemas/people.ts";
import type { Api, ApiParts } from "../types.ts";

const NOBODY = { 404: "Nobody has this id" };

/** /api/v1/people: who can be told. Their contacts have routes of their own. */
export function addPeopleRoutes(api: Api, parts: ApiParts): void {
  addReads(api, parts);
  addChanges(api, parts);
}

function addReads(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const list = createRoute({
    method: "get",
    path: "/api/v1/people",
    summary: "Everybody who can be told, by name",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:read"),
    request: { query: noQuery },
    responses: { 200: answers(z.object({ people: z.array(personSchema) }), "People"), ...refusals() },
  });
  api.openapi(list, async (c) => {
    const { people } = await readDirectory(context.sql);
    return c.json({ people: [...people.values()].map(presentPerson) }, 200);
  });

  const one = createRoute({
    method: "get",
    path: "/api/v1/people/{id}",
    summary: "One person with their contacts",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:read"),
    request: { query: noQuery, params: z.object({ id: word }) },
    responses: { 200: answers(personSchema, "The person"), ...refusals(NOBODY) },
  });
  api.openapi(one, async (c) => {
    const person = findPerson(await readDirectory(context.sql), c.req.valid("param").id);
    return c.json(presentPerson(person), 200);
  });
}

function addChanges(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const add = createRoute({
    method: "post",
    path: "/api/v1/people",
    summary: "Add somebody who can be told",
    description: "Nothing reaches them before they have a contact that is verified.",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:write"),
    request: { query: noQuery, body: commandBody(api, "NewPerson", newPersonSchema) },
    responses: { 201: answers(personSchema, "The person"), ...refusals(BODY_REFUSALS) },
  });
  api.openapi(add, async (c) => {
    const body = await readCommand(c, newPersonSchema);
    return c.json(presentPerson(await addPerson(context, c.get("actor"), body)), 201);
  });

  const change = createRoute({
    method: "patch",
    path: "/api/v1/people/{id}",
    summary: "Change somebody's name, language, quiet hours, or whether they are told at all",
    security: BY_KEY,
    middleware: underRight(parts, "on-call:write"),
    request: {
      query: noQuery,
      params: z.object({ id: word }),
      body: commandBody(api, "PersonPatch", personPatchSchema),
    },
    responses: {
      200: answers(personSchema, "The person as they are now"),
      ...refusals({ ...BODY_REFUSALS, ...NOBODY }),
    },
  });
  api.openapi(change, async (c) => {
    const patch = await readCommand(c, personPatchSchema);
    const person = await changePerson(context, c.get("actor"), c.req.valid("param").id, patch);
    return c.json(presentPerson(person), 200);
  });
}
