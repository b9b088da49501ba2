import { z } from "zod";
import { STEP_KINDS } from "../escalation/types.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MAX_OFFSET_MS = 60 * DAY_MS;
const MAX_STEPS = 20;
const MAX_TARGETS = 10;
const MAX_VALUES = 1_000;
const MAX_LENGTH = 200;

const text = z
  .string()
  .min(1, "must not be empty")
  .max(MAX_LENGTH, `must be at most ${MAX_LENGTH} characters`)
  .refine((given) => !given.includes("\0") && given.isWellFormed(), "must not hold NUL or a lone surrogate");
const duration = z.number().int();
const severity = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const anyOf = <T extends z.ZodType>(value: T) => z.array(value).min(1).max(MAX_VALUES).optional();

const target = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("owner") }),
  z.strictObject({ kind: z.literal("role"), role: text }),
  z.strictObject({ kind: z.literal("person"), personId: z.uuid() }),
  z.strictObject({ kind: z.literal("schedule"), schedule: text }),
  z.strictObject({ kind: z.literal("on_call") }),
  z.strictObject({ kind: z.literal("fallback") }),
]);

const step = z
  .strictObject({
    kind: z.enum(STEP_KINDS),
    anchor: z.enum(["warn", "due"]),
    offsetMs: duration.min(-MAX_OFFSET_MS).max(MAX_OFFSET_MS).describe("negative: before"),
    beforePromiseMs: duration
      .min(0)
      .max(MAX_OFFSET_MS)
      .nullable()
      .default(null)
      .describe("so long before the promise instead, where the promise decides the deadline"),
    targets: z.array(target).max(MAX_TARGETS).default([]).describe("a call goes from one to the next"),
    repeat: z
      .strictObject({
        everyMs: duration.min(MINUTE_MS).max(DAY_MS),
        limit: z.number().int().min(1).max(100).describe("times more, at most"),
      })
      .nullable()
      .default(null),
  })
  .refine(({ kind, targets }) => (kind === "flag") === (targets.length === 0), {
    message: "a flag has no targets; a message and a call have at least one",
    path: ["targets"],
  })
  .refine(({ kind, repeat }) => kind !== "flag" || repeat === null, {
    message: "a flag is not repeated",
    path: ["repeat"],
  });

/** What a policy is: PUT /api/v1/policies/{key}. Durations in ms. */
export const policySchema = z.strictObject({
  nameZh: text,
  nameEn: text,
  rank: z
    .number()
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .describe("of several that match, the highest decides"),
  enabled: z.boolean().default(true),
  conditions: z
    .strictObject({
      nodes: anyOf(text),
      severities: anyOf(severity),
      segments: anyOf(text),
      channels: anyOf(text),
      customerTiers: anyOf(text),
      orderNos: anyOf(text),
      hours: z
        .strictObject({ clock: text, within: z.boolean() })
        .optional()
        .describe("only what becomes due while the clock runs, or while it stands still"),
    })
    .default({})
    .describe("each that is given must hold, by any of its values"),
  steps: z.array(step).min(1).max(MAX_STEPS),
});
export type PolicyBody = z.output<typeof policySchema>;

/** The newest version, as it is answered. */
export const policyAnswerSchema = policySchema.extend({
  key: z.string(),
  validFrom: z.iso.datetime(),
});

export const escalationSettingsSchema = z.strictObject({
  storm: z
    .strictObject({
      windowMs: duration.min(0).max(DAY_MS),
      from: z.number().int().min(1).max(10_000),
    })
    .describe(
      "of the alerts at one node for one destination, those from the nth on within the window are one message",
    ),
  pledgeMs: duration
    .min(MINUTE_MS)
    .max(7 * DAY_MS)
    .describe("what “I take it” promises"),
  fallback: z.array(z.uuid()).max(50).describe("people's ids, in the order in which they are asked"),
  shopName: text.describe("as calls say it"),
  ringS: z.number().int().min(5).max(120),
  tellLate: z.boolean().describe("whether visits that are late when they are imported are told of"),
});

/** PATCH /api/v1/escalation-settings */
export const escalationSettingsPatchSchema = escalationSettingsSchema
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "at least one setting must be given");
export type EscalationSettingsPatch = z.output<typeof escalationSettingsPatchSchema>;
