import { z } from "@hono/zod-openapi";
import { LANES, NODE_KINDS, PHASES, PROMISE_KINDS } from "../../../domain/settings/types.ts";

const duration = z.number().int().nonnegative().nullable();

/** The newest version of a node's settings, as the API shows it. */
export const nodeSchema = z
  .object({
    key: z.string(),
    rank: z.number().int(),
    nameZh: z.string(),
    nameEn: z.string(),
    lane: z.enum(LANES),
    phase: z.enum(PHASES),
    kind: z.enum(NODE_KINDS),
    warnMs: duration.describe("allowance until yellow, on the node's clock"),
    dueMs: duration.describe("allowance until red, on the node's clock"),
    leadMs: duration.describe(
      "how long before a promise or cut-off it turns yellow; null: due − warn, or 2 h",
    ),
    clock: z.string(),
    promise: z.enum(PROMISE_KINDS).nullable(),
    severity: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
    owner: z.string(),
    cutoffs: z.array(z.string()).describe("daily, HH:MM in cutoffTimezone"),
    cutoffTimezone: z.string(),
    validFrom: z.iso.datetime().describe("since when these settings hold"),
  })
  .openapi("Node");
