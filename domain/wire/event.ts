import { z } from "zod";
import { type IncomingEvent, type OrderFactsPatch, OWN_SOURCE, type PromisePatch } from "../order/types.ts";
import { parseInstant } from "./instant.ts";

/** Limits of what an event may carry; lengths in UTF-16 units. */
export const EVENT_LIMITS = {
  keyLength: 200,
  factLength: 2_000,
  lines: 500,
  quantity: 1_000_000,
  amountFen: 1_000_000_000_000,
  furtherFacts: 50,
} as const;

const wellFormed = (text: string) => !text.includes("\u0000") && text.isWellFormed();
const key = z
  .string()
  .min(1, "must not be empty")
  .max(EVENT_LIMITS.keyLength, `must be at most ${EVENT_LIMITS.keyLength} characters`)
  .refine(wellFormed, "must not hold NUL or a lone surrogate");
const words = z
  .string()
  .max(EVENT_LIMITS.factLength, `must be at most ${EVENT_LIMITS.factLength} characters`)
  .refine(wellFormed, "must not hold NUL or a lone surrogate");
const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (typeof parsed === "number") return parsed;
  context.addIssue({ code: "custom", message: parsed.problem });
  return z.NEVER;
});

const promise = z.strictObject({
  shipBy: instant.nullish(),
  collectBy: instant.nullish(),
  deliverBy: instant.nullish(),
  appointmentAt: instant.nullish(),
  aftersaleBy: instant.nullish(),
  binds: z.enum(["earlier", "only"]).nullish(),
});

const fen = z.number().int().min(-EVENT_LIMITS.amountFen).max(EVENT_LIMITS.amountFen);
const line = z.strictObject({
  sku: key,
  title: words.nullish(),
  category: words.nullish(),
  quantity: z.number().int().min(1).max(EVENT_LIMITS.quantity).default(1),
  unitPriceFen: fen.nullish(),
  costFen: fen.nullish(),
  gift: z.boolean().nullish(),
  bulky: z.boolean().nullish(),
  custom: z.boolean().nullish(),
});

const further = z.union([words, z.number(), z.boolean(), z.null()], {
  error: "a further fact must be text, a number, true, false or null",
});
const order = z
  .object({
    channel: key.nullish(),
    placedAt: instant.nullish(),
    customerTier: key.nullish(),
    segment: key.nullish(),
    region: key.nullish(),
    warehouse: key.nullish(),
    carrier: key.nullish(),
    trackingNo: key.nullish(),
    hold: key.nullish(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as CNY")
      .nullish(),
    lines: z.array(line).max(EVENT_LIMITS.lines).nullish(),
    recipient: z.record(key, words.nullable()).nullish(),
  })
  .catchall(further)
  .refine((facts) => Object.keys(facts).length <= EVENT_LIMITS.furtherFacts, {
    message: `must have at most ${EVENT_LIMITS.furtherFacts} fields`,
  })
  .refine(
    (facts) => Object.keys(facts).every((name) => name.length <= EVENT_LIMITS.keyLength && wellFormed(name)),
    {
      message: "has a field whose name is too long or not well-formed",
    },
  );

/** An event as a source sends it (DESIGN: the events API). */
export const eventSchema = z
  .strictObject({
    id: key,
    source: key.refine(
      (name) => name !== OWN_SOURCE,
      `must not be "${OWN_SOURCE}": that is what Andon itself does`,
    ),
    orderNo: key,
    token: key.default("main"),
    node: key.nullish(),
    occurredAt: instant,
    actor: z.strictObject({ kind: key, id: key, name: key.nullish() }).nullish(),
    promise: promise.nullish(),
    order: order.nullish(),
  })
  .refine((event) => event.node || event.promise || event.order, {
    message: "at least one of node, promise and order must be given",
  });

export type ParsedEvent = { ok: true; event: IncomingEvent } | { ok: false; code: string; detail: string };

/** Reads one value as an event. A refusal names the field, what is wrong with it and the value. */
export function parseEvent(value: unknown): ParsedEvent {
  if (hasProtoField(value))
    return { ok: false, code: "invalid_event", detail: "__proto__ is not a field's name" };
  const parsed = eventSchema.safeParse(value);
  if (!parsed.success)
    return { ok: false, code: "invalid_event", detail: describe(parsed.error.issues[0]!, value) };
  const given = parsed.data;
  const event: IncomingEvent = {
    source: given.source,
    id: given.id,
    orderNo: given.orderNo,
    token: given.token,
    node: given.node ?? null,
    occurredAt: given.occurredAt,
  };
  if (given.actor) event.actor = withoutNull(given.actor) as IncomingEvent["actor"];
  if (given.promise) event.promise = given.promise as PromisePatch;
  if (given.order) {
    const { recipient, ...facts } = given.order;
    if (recipient !== undefined) event.recipient = recipient;
    if (facts.lines) facts.lines = facts.lines.map((l) => withoutNull(l)) as typeof facts.lines;
    event.order = facts as OrderFactsPatch;
  }
  return { ok: true, event };
}

/** JSON may carry a field called `__proto__`, which an assignment would take for the prototype. */
function hasProtoField(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Object.hasOwn(value, "__proto__")) return true;
  const { order, promise, actor } = value as Record<string, unknown>;
  return [order, promise, actor, (order as { recipient?: unknown } | null | undefined)?.recipient].some(
    (part) => typeof part === "object" && part !== null && Object.hasOwn(part, "__proto__"),
  );
}

function withoutNull(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined));
}

const SHOWN_LENGTH = 60;

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const where = issue.path.map(String).join(".") || "the event";
  let found: unknown = value;
  for (const step of issue.path) found = (found as Record<PropertyKey, unknown> | undefined)?.[step];
  // A recipient is personal data: never quoted back, not even when it is wrong.
  const personal = issue.path.includes("recipient");
  const text = found === undefined ? "absent" : JSON.stringify(found)?.toWellFormed();
  const shown =
    personal || issue.path.length === 0 ? "" : ` (found ${(text ?? "nothing").slice(0, SHOWN_LENGTH)})`;
  return `${where.toWellFormed().slice(0, EVENT_LIMITS.keyLength)}: ${issue.message}${shown}`;
}
