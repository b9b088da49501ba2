import { z } from "zod";
import { offsetAt } from "../time/zone.ts";
import { parseInstant } from "../wire/instant.ts";
import { CONTACT_KINDS } from "./types.ts";

/** What may be sent to change people, contacts, roles, groups and schedules. */

const MAX_NAME = 60;
/** More people than this take no turns with each other. */
const MAX_PEOPLE = 200;
const MAX_WINDOWS = 24;
/** Four weeks. */
const MAX_TURN_H = 24 * 28;

const name = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(MAX_NAME, `must be at most ${MAX_NAME} characters`)
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "must not hold NUL or a lone surrogate");
export const key = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,59}$/, "must be 1 to 60 small letters, digits, _ or -, beginning with a letter");
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be HH:MM, 00:00 to 23:59");
const id = z.uuid("must be an id (a UUID)");
const timezone = z.string().max(MAX_NAME).refine(isZone, "must be an IANA time zone, such as Asia/Shanghai");

/** RFC 3339 with offset → epoch ms. */
export const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (typeof parsed === "number") return parsed;
  context.addIssue({ code: "custom", message: parsed.problem });
  return z.NEVER;
});

const quiet = z.strictObject({
  from: timeOfDay,
  to: timeOfDay,
  timezone: timezone.optional(),
  bypassSeverity: z
    .union([z.literal(0), z.literal(1), z.literal(2)], "must be 0 (let nothing through), 1 or 2")
    .default(1),
});

const person = z.strictObject({
  name,
  language: z.enum(["zh-CN", "en"]),
  quiet: quiet.nullable(),
  active: z.boolean(),
});
export const newPersonSchema = person.partial({ language: true, quiet: true, active: true });
export const personPatchSchema = atLeastOne(person.partial());
export type NewPerson = z.infer<typeof newPersonSchema>;
export type PersonPatch = z.infer<typeof personPatchSchema>;

const address = z.string().trim().max(200, "must be at most 200 characters");
export const newContactSchema = z.strictObject({
  kind: z.enum(CONTACT_KINDS),
  address,
});
export const contactPatchSchema = atLeastOne(
  z.strictObject({ address, position: z.number().int().min(0).max(100) }).partial(),
);
export type NewContact = z.infer<typeof newContactSchema>;
export type ContactPatch = z.infer<typeof contactPatchSchema>;

export const codeSchema = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "must be the 6 digits that were sent"),
});

const role = z.strictObject({
  nameZh: name,
  nameEn: name,
  groupKey: key.nullable(),
  schedule: key.nullable(),
  members: z.array(id).max(MAX_PEOPLE, `must be at most ${MAX_PEOPLE} people`),
});
export const newRoleSchema = role.partial({ groupKey: true, schedule: true, members: true }).extend({ key });
export const rolePatchSchema = atLeastOne(role.partial());
export type NewRole = z.infer<typeof newRoleSchema>;
export type RolePatch = z.infer<typeof rolePatchSchema>;

export const groupSchema = z.strictObject({ name });

export const scheduleSchema = z.strictObject({
  nameZh: name,
  nameEn: name,
  timezone: timezone.optional(),
  rotation: z.discriminatedUnion("every", [
    z.strictObject({ every: z.literal("day") }),
    z.strictObject({ every: z.literal("week") }),
    z.strictObject({ every: z.literal("hours"), hours: z.number().int().min(1).max(MAX_TURN_H) }),
  ]),
  startAt: instant,
  participants: z
    .array(id)
    .min(1, "must name at least one person: with nobody in turn every call would go to the fallback")
    .max(MAX_PEOPLE, `must be at most ${MAX_PEOPLE} people`),
  windows: z
    .array(z.strictObject({ from: timeOfDay, to: timeOfDay }))
    .min(1, "must hold a window, or be null for round the clock")
    .max(MAX_WINDOWS)
    .nullable()
    .default(null),
  validFrom: instant.optional(),
});
export type ScheduleBody = z.infer<typeof scheduleSchema>;

const span = { from: instant, to: instant };
export const overrideSchema = z.strictObject({
  personId: id,
  insteadOf: id.nullable().default(null),
  ...span,
  note: name.nullable().default(null),
});
export type OverrideBody = z.infer<typeof overrideSchema>;

const turn = z.strictObject({ personId: id, ...span });
export const swapSchema = z.strictObject({ first: turn, second: turn, note: name.nullable().default(null) });
export type SwapBody = z.infer<typeof swapSchema>;

function atLeastOne<T extends z.ZodType>(schema: T): T {
  return schema.refine((body) => Object.keys(body as object).length > 0, {
    message: "must change at least one field",
  });
}

function isZone(zone: string): boolean {
  try {
    offsetAt(zone, 0);
    return true;
  } catch {
    return false;
  }
}
