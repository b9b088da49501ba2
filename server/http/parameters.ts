import { z } from "@hono/zod-openapi";
import { parseInstant } from "../../domain/wire/instant.ts";

const MAX_LENGTH = 200;
const MAX_VALUES = 50;

/** Postgres cannot hold NUL; neither can an event. */
export const word = z
  .string()
  .min(1, "must not be empty")
  .max(MAX_LENGTH, `must be at most ${MAX_LENGTH} characters`)
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "must not hold NUL or a lone surrogate");

/** RFC 3339 with offset → epoch ms. */
export const instantParameter = z
  .string()
  .transform((text, context) => {
    const parsed = parseInstant(text);
    if (typeof parsed === "number") return parsed;
    context.addIssue({ code: "custom", message: parsed.problem });
    return z.NEVER;
  })
  .openapi({ type: "string", format: "date-time", example: "2026-03-01T14:00:00+08:00" });

export const flag = z
  .enum(["true", "false"])
  .transform((text) => text === "true")
  .openapi({ type: "boolean" });

/** A whole number written in decimal digits. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,10}$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`)
    .openapi({ type: "integer", minimum: min, maximum: max });
}

/** A parameter that may be given several times: any of the values. */
export function anyOf<T extends z.ZodType>(value: T) {
  return z
    .preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(value).max(MAX_VALUES))
    .openapi({ type: "array", items: { type: "string" } });
}

export const cursorParameter = z.string().min(1).max(1_000).describe("nextCursor of the page before");
export const limitParameter = wholeNumber(1, 200).describe("items a page; 50 unless given");
export const DEFAULT_LIMIT = 50;

/** For routes that take no query parameter: one that is given is a mistake, not a wish to be ignored. */
export const noQuery = z.strictObject({});
