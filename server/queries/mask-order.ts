import type { Right } from "../../domain/access/rights.ts";
import { ORDER_FACTS } from "../../domain/order/types.ts";
import type { OrderDetail } from "./read-order.ts";

/** Facts that say nothing of anybody; a further one is free text, and may. */
const IMPERSONAL = new Set<string>([...ORDER_FACTS, "lines"]);
export const MASKED = "***";

/**
 * An order as somebody with these rights may see it: texts that may name its recipient only with people:unmask, who was
 * told and who took what only with on-call:read, who did what only with audit:read.
 */
export function maskOrder(order: OrderDetail, rights: Pick<ReadonlySet<Right>, "has">): OrderDetail {
  const people = rights.has("people:unmask");
  const staff = rights.has("on-call:read");
  return {
    ...order,
    facts: people ? order.facts : maskFacts(order.facts),
    events: order.events.map(({ actor, order: facts, ...event }) => ({
      ...event,
      ...(actor ? { actor: staff ? actor : withoutName(actor as object) } : {}),
      ...(facts ? { order: people ? facts : maskFacts(facts as Record<string, unknown>) } : {}),
    })) as OrderDetail["events"],
    alerts: staff ? order.alerts : order.alerts.map((alert) => ({ ...alert, taken: null })),
    notifications: staff ? order.notifications : [],
    audit: rights.has("audit:read") ? order.audit : [],
  };
}

function maskFacts(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === "string" && !IMPERSONAL.has(name) ? MASKED : value,
    ]),
  );
}

function withoutName(actor: object): object {
  const { name: _, ...rest } = actor as { name?: string };
  return rest;
}
