import type { OrderRow, VisitRow } from "../../db/stores/order-rows.ts";
import { isBreached, type Light, lightOf } from "../../domain/sla/light.ts";

/** An instant as the API writes it. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}

export interface VisitView {
  id: string;
  token: string;
  node: string;
  enteredAt: string;
  leftAt: string | null;
  warnAt: string | null;
  dueAt: string | null;
  promiseAt: string | null;
  /** null for a visit that is not open at the moment shown. */
  light: Light | null;
  breached: boolean | null;
}

/** A visit with its light at a moment. */
export function presentVisit(visit: VisitRow, atMs: number): VisitView {
  const open = visit.enteredAt <= atMs && (visit.leftAt === null || visit.leftAt > atMs);
  return {
    id: visit.id,
    token: visit.token,
    node: visit.node,
    enteredAt: iso(visit.enteredAt),
    leftAt: isoOrNull(visit.leftAt),
    warnAt: isoOrNull(visit.warnAt),
    dueAt: isoOrNull(visit.dueAt),
    promiseAt: isoOrNull(visit.promiseAt),
    light: open ? lightOf(visit, atMs) : null,
    breached: open ? isBreached(visit, atMs) : null,
  };
}

export type OrderSummary = Omit<OrderRow, "id" | "placedAt"> & { placedAt: string | null };

export function presentOrder({ id: _, placedAt, ...row }: OrderRow): OrderSummary {
  return { ...row, placedAt: isoOrNull(placedAt) };
}

/** Names under which an event holds an instant, stored as epoch ms. */
const INSTANT_NAMES = new Set([
  "occurredAt",
  "placedAt",
  "shipBy",
  "collectBy",
  "deliverBy",
  "appointmentAt",
  "aftersaleBy",
]);

/** Facts, promises or a whole event as the API writes them: what holds an instant in epoch ms holds it as text. */
export function withInstants(facts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) =>
      INSTANT_NAMES.has(name) && typeof value === "number" ? [name, iso(value)] : [name, value],
    ),
  );
}
