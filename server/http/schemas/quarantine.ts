import { z } from "@hono/zod-openapi";
import { QUARANTINE_STATES } from "../../../db/stores/quarantine-list.ts";

const instant = z.iso.datetime();

const item = z
  .object({
    id: z.number().int(),
    source: z.string(),
    eventId: z.string(),
    orderNo: z.string(),
    code: z.string(),
    detail: z.string(),
    word: z.string().nullable().describe("the unknown node or status word"),
    state: z.enum(QUARANTINE_STATES),
    seen: z.number().int().describe("how often it arrived"),
    receivedAt: instant,
    settledAt: instant.nullable(),
    event: z.record(z.string(), z.unknown()).describe("as it came, without its recipient"),
  })
  .openapi("QuarantineItem");

const group = z.object({
  code: z.string(),
  word: z.string().nullable(),
  items: z.number().int(),
  orders: z.number().int(),
  latestReceivedAt: instant,
});

export const quarantinePageSchema = z
  .object({
    total: z.number().int().nullable().describe("on the first page"),
    groups: z
      .array(group)
      .nullable()
      .describe("the same items by what is wrong with them; on the first page"),
    items: z.array(item).describe("the newest first"),
    nextCursor: z.string().nullable(),
  })
  .openapi("QuarantinePage");
