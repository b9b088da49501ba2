import { createRoute, z } from "@hono/zod-openapi";
import { codeSchema, contactPatchSchema, newContactSchema } from "../../../domain/oncall/bodies.ts";
import { addContact, changeContact, removeContact } from "../../commands/change-contacts.ts";
import { testContact } from "../../commands/tell-contact.ts";
import { confirmCode, sendCode } from "../../commands/verify-contact.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { BODY_REFUSALS, commandBody } from "../command-body.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { readCommand } from "../read-command.ts";
import { contactSchema, presentContact } from "../schemas/people.ts";
import type { Api, ApiParts } from "../types.ts";

const ALL = "/api/v1/people/{id}/contacts";
const ONE = `${ALL}/{contactId}`;
const ofOne = z.object({ id: word, contactId: word });
const NOT_THERE = { 404: "Nobody has this id, or they have no such contact" };
const queued = z.object({
  notificationId: z.string().describe("how it went: its attempts in the ledger"),
});

/** /api/v1/people/{id}/contacts: where somebody is reached, verified by a code before it counts. */
export function addContactRoutes(api: Api, parts: ApiParts): void {
  addChanges(api, parts);
  addVerification(api, parts);
}

function addChanges(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = { security: BY_KEY, middleware: underRight(parts, "on-call:write") };
  const add = createRoute({
    ...shared,
    method: "post",
    path: ALL,
    summary: "Add a way to reach somebody",
    description:
      "dingtalk: the mobile number that DingTalk knows; wecom, feishu: the user id; phone: E.164. It counts only " +
      "once it is verified.",
    request: {
      query: noQuery,
      params: z.object({ id: word }),
      body: commandBody(api, "NewContact", newContactSchema),
    },
    responses: {
      201: answers(contactSchema, "The contact"),
      ...refusals({ ...BODY_REFUSALS, 404: "Nobody has this id" }),
    },
  });
  api.openapi(add, async (c) => {
    const { id } = c.req.valid("param");
    const body = await readCommand(c, newContactSchema);
    return c.json(presentContact(await addContact(context, c.get("actor"), id, body)), 201);
  });

  const change = createRoute({
    ...shared,
    method: "patch",
    path: ONE,
    summary: "Move a contact to another address, or to another place among its person's",
    description: "Another address must be verified anew. Position 0 is asked first.",
    request: { query: noQuery, params: ofOne, body: commandBody(api, "ContactPatch", contactPatchSchema) },
    responses: {
      200: answers(contactSchema, "The contact as it is now"),
      ...refusals({ ...BODY_REFUSALS, ...NOT_THERE }),
    },
  });
  api.openapi(change, async (c) => {
    const { id, contactId } = c.req.valid("param");
    const patch = await readCommand(c, contactPatchSchema);
    const contact = await changeContact(context, c.get("actor"), id, contactId, patch);
    return c.json(presentContact(contact), 200);
  });

  const remove = createRoute({
    ...shared,
    method: "delete",
    path: ONE,
    summary: "Take a contact away",
    request: { query: noQuery, params: ofOne },
    responses: { 204: { description: "It is gone" }, ...refusals(NOT_THERE) },
  });
  api.openapi(remove, async (c) => {
    const { id, contactId } = c.req.valid("param");
    await removeContact(context, c.get("actor"), id, contactId);
    return c.body(null, 204);
  });
}

function addVerification(api: Api, parts: ApiParts): void {
  const { context } = parts;
  const shared = {
    security: BY_KEY,
    middleware: underRight(parts, "on-call:write"),
    method: "post",
  } as const;
  const send = createRoute({
    ...shared,
    path: `${ONE}/verify`,
    summary: "Send a code to a contact",
    description:
      "Six digits: a chat message that names the person, or a call that speaks them. They count for ten minutes and " +
      "five tries; one a minute and five an hour are sent.",
    request: { query: noQuery, params: ofOne },
    responses: {
      202: answers(queued.extend({ expiresAt: z.iso.datetime() }), "The code is on its way"),
      ...refusals({ ...NOT_THERE, 429: "Too many requests with this key, or too many codes" }),
    },
  });
  api.openapi(send, async (c) => {
    const { id, contactId } = c.req.valid("param");
    const { notificationId, expiresAt } = await sendCode(context, c.get("actor"), id, contactId);
    return c.json({ notificationId, expiresAt: new Date(expiresAt).toISOString() }, 202);
  });

  const confirm = createRoute({
    ...shared,
    path: `${ONE}/confirm`,
    summary: "Give the code back: the contact counts from now on",
    request: { query: noQuery, params: ofOne, body: commandBody(api, "ContactCode", codeSchema) },
    responses: {
      200: answers(contactSchema, "The contact, verified"),
      ...refusals({ ...BODY_REFUSALS, ...NOT_THERE, 422: "Not the code, too late, or too many tries" }),
    },
  });
  api.openapi(confirm, async (c) => {
    const { id, contactId } = c.req.valid("param");
    const { code } = await readCommand(c, codeSchema);
    const contact = await confirmCode(context, c.get("actor"), id, contactId, code);
    return c.json(presentContact(contact), 200);
  });

  const test = createRoute({
    ...shared,
    path: `${ONE}/test`,
    summary: "Send a test to a contact",
    description: "Whether or not it is verified: it asks for nothing.",
    request: { query: noQuery, params: ofOne },
    responses: { 202: answers(queued, "The test is on its way"), ...refusals(NOT_THERE) },
  });
  api.openapi(test, async (c) => {
    const { id, contactId } = c.req.valid("param");
    return c.json({ notificationId: await testContact(context, c.get("actor"), id, contactId) }, 202);
  });
}
