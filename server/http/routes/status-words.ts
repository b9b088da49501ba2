import { createRoute, z } from "@hono/zod-openapi";
import { forgetStatusWord, setStatusWord, type WordChange } from "../../commands/set-status-word.ts";
import { listStatusWords } from "../../queries/list-status-words.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { underRight } from "../middleware/require-right.ts";
import { noQuery, word } from "../parameters.ts";
import { Problem } from "../problem.ts";
import { readCommand } from "../read-command.ts";
import type { Api, ApiParts } from "../types.ts";

const IGNORED = "ignored";

const entry = z.object({
  word: z.string(),
  node: z.string().nullable().describe("a node's key, closed, or null: it moves nothing"),
  origin: z.string().describe("who says it; own: the shop added it"),
});
const listSchema = z
  .object({
    words: z.array(
      entry.extend({ changed: z.boolean().describe("the shop gave it another meaning than it came with") }),
    ),
    unknown: z
      .array(z.object({ word: z.string(), waiting: z.number().int() }))
      .describe("words that nobody knows and how many events wait for each"),
  })
  .openapi("StatusWords");
const changeSchema = entry
  .extend({
    origin: z.string().nullable(),
    known: z.boolean().describe("false: the word is unknown now"),
    replayed: z.number().int().describe("events that waited for this word and are recorded now"),
    stillWaiting: z.number().int(),
    rejected: z
      .array(z.object({ id: z.number().int(), code: z.string(), detail: z.string() }))
      .describe("those still waiting that were refused for another reason"),
  })
  .openapi("StatusWordChange");

const meaning = z.strictObject({
  node: z.string().min(1, "must not be empty").max(200).nullable(),
});

/** /api/v1/status-words: the dictionary that managers edit. */
export function addStatusWordRoutes(api: Api, parts: ApiParts): void {
  addList(api, parts);
  addSet(api, parts);
  addForget(api, parts);
}

function addList(api: Api, parts: ApiParts): void {
  const query = z.strictObject({
    origin: word.optional().describe("taobao, pinduoduo, wechat, wangdiantong, logistics, shop or own"),
    word: word.optional().describe("how the word begins; case, spaces and width do not matter"),
    node: word.optional().describe(`a node's key, closed, or ${IGNORED} for words that move nothing`),
  });
  const route = createRoute({
    method: "get",
    path: "/api/v1/status-words",
    summary: "What status words mean, and which are unknown",
    security: BY_KEY,
    middleware: underRight(parts, "settings:read"),
    request: { query },
    responses: { 200: answers(listSchema, "The whole dictionary, by origin and word"), ...refusals() },
  });
  api.openapi(route, async (c) => {
    const { node, ...rest } = c.req.valid("query");
    const filter = node === undefined ? rest : { ...rest, node: node === IGNORED ? null : node };
    return c.json(await listStatusWords(parts.context, filter), 200);
  });
}

function addSet(api: Api, parts: ApiParts): void {
  api.openAPIRegistry.register("StatusWordMeaning", meaning);
  const route = createRoute({
    method: "put",
    path: "/api/v1/status-words/{word}",
    summary: "Say what a status word means, and replay what waits for it",
    description:
      "A node's key, closed, or null for a word that moves nothing. Holds for events to come and for those in " +
      "quarantine; what was recorded keeps its meaning.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: {
      query: noQuery,
      params: z.object({ word }),
      body: {
        required: true,
        content: { "application/json": { schema: { $ref: "#/components/schemas/StatusWordMeaning" } } },
      },
    },
    responses: {
      200: answers(changeSchema, "The word, and what became of the events that waited for it"),
      ...refusals({ 400: "The body cannot be read", 415: "Another content-type" }),
    },
  });
  api.openapi(route, async (c) => {
    const { word } = c.req.valid("param");
    const { node } = await readCommand(c, meaning);
    const done = await setStatusWord(parts.context, c.get("actor"), word, node);
    if (!done.ok) throw new Problem(422, done.code.replaceAll("_", "-"), `${done.detail}.`);
    return c.json(present(word, done), 200);
  });
}

function addForget(api: Api, parts: ApiParts): void {
  const route = createRoute({
    method: "delete",
    path: "/api/v1/status-words/{word}",
    summary: "Take back what the shop said of a status word",
    description:
      "A word that came with Andon means again what it meant then; another is unknown again. To have a word " +
      "ignored, put node null.",
    security: BY_KEY,
    middleware: underRight(parts, "settings:write"),
    request: { query: noQuery, params: z.object({ word }) },
    responses: {
      200: answers(changeSchema, "What the word means now"),
      ...refusals({ 404: "The dictionary has no such word" }),
    },
  });
  api.openapi(route, async (c) => {
    const { word } = c.req.valid("param");
    const done = await forgetStatusWord(parts.context, c.get("actor"), word);
    if (!done) throw new Problem(404, "no-such-word", `The dictionary has no word "${word}".`);
    return c.json(present(word, done), 200);
  });
}

function present(word: string, { entry, replayed, stillWaiting, rejected }: WordChange) {
  const known = entry !== null;
  const { node = null, origin = null } = entry ?? {};
  return { word: entry?.word ?? word, node, origin, known, replayed, stillWaiting, rejected };
}
