import { z } from "@hono/zod-openapi";
import { alertRowSchema } from "../../../domain/wire/alerts.ts";
import { instantParameter, word } from "../parameters.ts";

const note = word.optional().describe("for the ledger");
const personId = z
  .uuid()
  .optional()
  .describe("the person for whom the key acts; without it the key itself is named");

export const acknowledgeSchema = z.strictObject({
  pledgeUntil: instantParameter
    .optional()
    .describe("done by then; the settings' default from now unless given"),
  note,
  takeOver: z.boolean().optional().describe("also when somebody else has it"),
  personId,
});

/** Alerts that one request may take: a screenful and more. */
export const MAX_TAKEN = 1_000;

export const acknowledgeManySchema = acknowledgeSchema
  .extend({
    ids: z.array(z.uuid()).min(1).max(MAX_TAKEN).optional().describe("of alerts"),
    node: word.optional().describe("a node's key: all alerts there that are not resolved"),
  })
  .refine(({ ids, node }) => (ids === undefined) !== (node === undefined), {
    message: "takes either ids or node",
    path: ["ids"],
  });

export const takenManySchema = z.object({
  taken: z.array(z.string()).describe("ids of the alerts that are theirs now"),
  already: z
    .object({ name: z.string(), pledgeUntil: z.iso.datetime() })
    .nullable()
    .describe("somebody who has others of them; takeOver takes those too"),
  over: z.number().int().nonnegative().describe("how many are over already"),
  pledgeUntil: z.iso.datetime().nullable().describe("until when they wait; null: nothing was taken"),
});

export const passSchema = z.strictObject({
  to: z.uuid().optional().describe("a person's id; the next in line unless given"),
  note,
  personId,
});

export const resolveSchema = z.strictObject({ note, personId });
export const undoSchema = z.strictObject({ personId });

export const passedSchema = z.object({
  alert: alertRowSchema,
  to: z.object({ personId: z.string().nullable(), name: z.string() }).nullable(),
  undoUntil: z.iso.datetime().nullable().describe("machine time"),
});

export const undoneSchema = z.object({
  alert: alertRowSchema,
  restored: z.array(z.string()).describe("ids of all alerts that the pass had taken along"),
});
