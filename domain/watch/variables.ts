import { ORDER_FACTS } from "../order/types.ts";
import { PROMISE_KINDS, type PromiseKind } from "../settings/types.ts";
import { PROMISE_FIELD } from "../sla/deadlines.ts";
import { instantToLocal } from "../time/zone.ts";

const DAY_MS = 86_400_000;

/** Kinds of tokens beside `main`; a token is called `KIND:NUMBER`. */
export const TOKEN_KINDS = [
  "parcel",
  "return",
  "refund",
  "exchange",
  "reship",
  "repair",
  "install",
  "intercept",
] as const;

/** Further facts of a source are read as `order.NAME` as well as ORDER_FACTS. */
const FURTHER_FACT = /^[A-Za-z_][A-Za-z0-9_-]{0,59}$/;
const FIELDS_OF = {
  promise: [...Object.values(PROMISE_FIELD), "binds"],
  promiseDays: PROMISE_KINDS,
  tokens: TOKEN_KINDS,
} as const satisfies Record<string, readonly string[]>;
const ALONE = ["node", "since", "bulky", "custom"];

/** What of an order a variable depends on: an event that touches none of it cannot change the variable. */
export const TOUCHES = { main: 1, tokens: 2, order: 4, promise: 8, lines: 16 } as const;

const TOUCHED_BY: Record<string, number> = {
  node: TOUCHES.main,
  since: TOUCHES.main,
  tokens: TOUCHES.tokens,
  order: TOUCHES.order,
  promise: TOUCHES.promise,
  promiseDays: TOUCHES.promise | TOUCHES.order,
  bulky: TOUCHES.lines,
  custom: TOUCHES.lines,
};

/** @returns what is wrong with a variable's name; null: it is one */
export function variableProblem(name: unknown): string | null {
  if (typeof name !== "string") return "must be the name of a variable, as text";
  const [root, field, ...rest] = name.split(".") as [string, ...string[]];
  if (field === undefined && ALONE.includes(root)) return null;
  if (field !== undefined && rest.length === 0) {
    const known: readonly string[] | undefined = Object.hasOwn(FIELDS_OF, root)
      ? FIELDS_OF[root as keyof typeof FIELDS_OF]
      : undefined;
    if (known?.includes(field)) return null;
    if (root === "order" && field !== "lines" && FURTHER_FACT.test(field) && !(field in Object.prototype)) {
      return null;
    }
  }
  return `is no variable; known are ${knownVariables()}`;
}

function knownVariables(): string {
  const fields = Object.entries(FIELDS_OF).map(([root, names]) => `${root}.{${names.join(", ")}}`);
  return [...ALONE, ...fields, `order.{${ORDER_FACTS.join(", ")}} and further facts`].join(", ");
}

/** What of an order the variable depends on, as bits of TOUCHES. */
export function touchedBy(variable: string): number {
  return TOUCHED_BY[variable.split(".")[0]!] ?? 0;
}

/** Local days from the day on which the order was placed to the day of a promise; 1: the next day. */
export function daysUntil(zone: string, placedAt: number, promisedAt: number): number {
  const day = (ms: number) => Math.floor(instantToLocal(zone, ms) / DAY_MS);
  return day(promisedAt) - day(placedAt);
}

/** The field of `promise` behind a field of `promiseDays`. */
export const PROMISED: readonly [PromiseKind, (typeof PROMISE_FIELD)[PromiseKind]][] = PROMISE_KINDS.map(
  (kind) => [kind, PROMISE_FIELD[kind]],
);
