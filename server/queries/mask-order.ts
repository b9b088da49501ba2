import type { Right } from "../../domain/access/rights.ts";
import { ORDER_FACTS } from "../../domain/order/types.ts";
import type { AlertRow } from "../../domain/wire/alerts.ts";
import type { OrderDetail } from "./read-order.ts";

/** Facts that say nothing of anybody; a further one is free text, and may. */
const IMPERSONAL = new Set<string>([...ORDER_FACTS, "lines"]);
export const MASKED = "***";

/** Names of an order's further facts that hold anything, as it and its events tell them: they may name a person. */
export function furtherFactsOf(order: Pick<OrderDetail, "facts" | "events">): string[] {
  const told = [order.facts, ...order.events.map(({ order: facts }) => (facts ?? {}) as object)];
  const names = told.flatMap((facts) =>
    Object.entries(facts)
      .filter(([name, value]) => isFurther(name, value))
      .map(([name]) => name),
  );
  return [...new Set(names)].sort();
}

/** Whether an event tells any such fact. */
export function tellsFurther({ order: facts }: { order?: unknown }): boolean {
  return Object.entries(facts ?? {}).some(([name, value]) => isFurther(name, value));
}

const isFurther = (name: string, value: unknown) => !IMPERSONAL.has(name) && value !== null;

/**
 * An order as somebody with these rights may see it: further facts, which may name its recipient, only with
 * people:unmask, who was told and who took what only with on-call:read, who did what only with audit:read.
 */
export function maskOrder(order: OrderDetail, rights: Pick<ReadonlySet<Right>, "has">): OrderDetail {
  const staff = rights.has("on-call:read");
  return {
    ...order,
    facts: rights.has("people:unmask") ? order.facts : maskFacts(order.facts),
    events: order.events.map((event) => maskEvent(event, rights)),
    alerts: staff ? order.alerts : order.alerts.map(withoutTaker),
    notifications: staff ? order.notifications : [],
    audit: rights.has("audit:read") ? order.audit : [],
  };
}

/** What an event says of its order and of who did it, as maskOrder has it. */
export function maskEvent<E extends object>(event: E, rights: Pick<ReadonlySet<Right>, "has">): E {
  const { actor, order: facts } = event as { actor?: object; order?: Record<string, unknown> };
  return {
    ...event,
    ...(actor && !rights.has("on-call:read") ? { actor: withoutName(actor) } : {}),
    ...(facts && !rights.has("people:unmask") ? { order: maskFacts(facts) } : {}),
  };
}

/** An alert as somebody sees it who may not know who took what. */
export function withoutTaker<A extends Pick<AlertRow, "taken">>(alert: A): A {
  return { ...alert, taken: null };
}

/** Further facts hidden: also a number may be somebody's telephone. */
function maskFacts(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, isFurther(name, value) ? MASKED : value]),
  );
}

function withoutName(actor: object): object {
  const { name: _, ...rest } = actor as { name?: string };
  return rest;
}
