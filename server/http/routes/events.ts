import { createRoute, z } from "@hono/zod-openapi";
import { eventSchema } from "../../../domain/wire/event.ts";
import { recordEvents } from "../../commands/record-events.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { type BodyFormat, bodyFormat } from "../ingest/body-format.ts";
import { bodyTooLarge, collectBody } from "../ingest/collect-body.ts";
import { INGEST_LIMITS } from "../ingest/limits.ts";
import { openBody } from "../ingest/open-body.ts";
import { readJsonBatch } from "../ingest/read-json-batch.ts";
import { recordLines } from "../ingest/record-lines.ts";
import { Tally } from "../ingest/tally.ts";
import { requireRight } from "../middleware/require-right.ts";
import { noQuery } from "../parameters.ts";
import type { Api, ApiParts } from "../types.ts";

const refusal = z.object({ index: z.number().int(), code: z.string(), detail: z.string() });
const answer = z
  .object({
    accepted: z.number().int().describe("on disk"),
    duplicates: z.number().int().describe("the same event was there already, or twice in the request"),
    quarantined: z.array(refusal).describe("parsed but could not be placed; kept, see /api/v1/quarantine"),
    rejected: z.array(refusal).describe("not taken; index is the item's place, or the line's number, from 0"),
    quarantinedTotal: z.number().int(),
    rejectedTotal: z.number().int(),
  })
  .openapi("IngestAnswer");

const event = { $ref: "#/components/schemas/Event" };

const description = `A JSON array of at most ${INGEST_LIMITS.jsonEvents} events in ${INGEST_LIMITS.jsonBytes} bytes, \
or NDJSON (an event a line, at most ${INGEST_LIMITS.lineBytes} bytes each) of any length; gzip is taken for both. \
Idempotent by (source, id): send again what was not answered. Items are refused one by one; at most \
${INGEST_LIMITS.listedRefusals} of each kind are listed, the totals count all. A JSON body is recorded whole or, when \
the answer is not 200, not at all. NDJSON is recorded in chunks as it arrives; when the stream breaks, the problem \
carries the same members as the answer for what was recorded before.`;

/** POST /api/v1/events: how facts come in. */
export function addEventsRoute(api: Api, parts: ApiParts): void {
  api.openAPIRegistry.register("Event", eventSchema);
  const route = createRoute({
    method: "post",
    path: "/api/v1/events",
    summary: "Record events",
    description,
    security: BY_KEY,
    middleware: requireRight(parts, "events:write"),
    request: {
      query: noQuery,
      body: {
        required: true,
        // Not zod schemas: these would have the body read and parsed before the route sees it.
        content: {
          "application/json": {
            schema: { type: "array", items: event, minItems: 1, maxItems: INGEST_LIMITS.jsonEvents },
          },
          "application/x-ndjson": { schema: event },
        },
      },
    },
    responses: {
      200: answers(answer, "What became of the items"),
      ...refusals({
        400: "The body cannot be read: not UTF-8, not JSON, gzip that is corrupt or ends early",
        408: "The body takes too long to arrive",
        413: "Too many bytes or events",
        415: "Another content-type or content-encoding",
      }),
    },
  });
  api.openapi(route, async (c) => {
    const { format, coding } = bodyFormat(c.req.header("content-type"), c.req.header("content-encoding"));
    refuseAnnounced(format, c.req.header("content-length"));
    const body = openBody(c.req.raw, c.env?.incoming, coding);
    const tally = new Tally();
    try {
      await (format === "json" ? recordJson : recordLines)(parts, body, tally);
    } finally {
      parts.metrics.ingested(tally);
    }
    return c.json(tally.answer, 200);
  });
}

async function recordJson(
  { context, storage }: ApiParts,
  body: AsyncGenerator<Buffer>,
  tally: Tally,
): Promise<void> {
  const batch = readJsonBatch(await collectBody(body, INGEST_LIMITS.jsonBytes));
  const result = batch.events.length ? await storage.run(() => recordEvents(context, batch.events)) : null;
  tally.add(result, batch.indexes, batch.unreadable);
}

function refuseAnnounced(format: BodyFormat, contentLength: string | undefined): void {
  if (format === "json" && Number(contentLength ?? 0) > INGEST_LIMITS.jsonBytes)
    throw bodyTooLarge(INGEST_LIMITS.jsonBytes);
}
