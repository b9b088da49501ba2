import { afterWork, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, SERVICE, WAREHOUSE } from "../chance/time.ts";
import type { Incidents } from "../shop/incidents.ts";
import { type Order, type Promises, tell } from "../shop/order.ts";
import { CUSTOMER, SYSTEM, someoneOf } from "../shop/people.ts";
import { payBack } from "./cases.ts";

const MAIN = "main";
const BY_ERP = { actor: SYSTEM.erp };
const BY_PLATFORM = { actor: SYSTEM.platform };
/** Platforms want an order shipped this long after payment. */
const SHIP_WITHIN_MS = 48 * HOUR_MS;
/** What the shop promises for made-to-order goods. */
const CUSTOM_SHIP_WITHIN_MS = 10 * DAY_MS;
const DELIVER_AFTER_SHIPPING_MS = { parcel: 5 * DAY_MS, bulky: 8 * DAY_MS };
/** Platforms close the payment window after this long, at their next sweep. */
const PAYMENT_WINDOW_MS = 30 * MINUTE_MS;
/** An order is cancelled while it waits at one of the nodes before the parcel is packed. */
const CANCEL_SHARE = 0.02;

/**
 * Plans an order from placement until its goods are packed.
 * @returns when they are packed (epoch ms); null: the order ends before
 */
export function prepare(order: Order, incidents: Incidents): number | null {
  const paidAt = pay(order);
  if (paidAt === null) return null;
  const reviewedAt = review(order, paidAt, incidents);
  const { random } = order;
  const cancelAt = random.chance(CANCEL_SHARE)
    ? random.pick(["allocating", "awaiting_stock", "picking"])
    : null;

  tell(order, reviewedAt, "erp", MAIN, "allocating", BY_ERP);
  const allocatedAt = incidents.afterJam(reviewedAt + random.dwell(9, 0.9, 170) * MINUTE_MS, random);
  if (cancelAt === "allocating") return cancel(order, reviewedAt, allocatedAt);

  let readyAt = allocatedAt;
  if (order.custom || random.chance(0.045)) {
    tell(order, allocatedAt, "erp", MAIN, "awaiting_stock", BY_ERP);
    readyAt += order.custom ? random.dwell(3.4, 0.4, 8.5) * DAY_MS : random.dwell(8, 0.75, 60) * HOUR_MS;
    if (cancelAt === "awaiting_stock") return cancel(order, allocatedAt, readyAt);
  }
  return pick(order, readyAt, incidents, cancelAt === "picking");
}

/** From placement to payment; Pinduoduo tells nothing before it. Null: never paid. */
function pay(order: Order): number | null {
  const { random, channel, placedAt } = order;
  const speaks = channel !== "pinduoduo";
  if (speaks) tell(order, placedAt, channel, MAIN, "awaiting_payment", { actor: CUSTOMER, facts: "placed" });
  const prompt = random.chance(0.9);
  const thinksMs = (prompt ? random.dwell(3.5, 1, 29) : random.between(12, 110)) * MINUTE_MS;
  if (!speaks) return placedAt + Math.min(thinksMs, 20 * MINUTE_MS);
  if (thinksMs < PAYMENT_WINDOW_MS) return placedAt + thinksMs;

  const timedOutAt = placedAt + PAYMENT_WINDOW_MS + random.between(5 * SECOND_MS, 8 * MINUTE_MS);
  tell(order, timedOutAt, channel, MAIN, "payment_timeout", BY_PLATFORM);
  const settledAt = afterWork(timedOutAt, random.dwell(70, 0.6, 330) * MINUTE_MS, SERVICE);
  if (random.chance(0.4)) return settledAt;
  tell(order, settledAt, channel, MAIN, "closed", BY_PLATFORM);
  return null;
}

/** From payment to the end of the review: holds, the robot or a person, a call with the customer. */
function review(order: Order, paidAt: number, incidents: Incidents): number {
  const { random, channel, custom } = order;
  tell(order, paidAt, channel, MAIN, "order_review", {
    actor: CUSTOMER,
    promise: promisesFrom(paidAt, order),
    facts: channel === "pinduoduo" ? "placed" : undefined,
  });

  let at = paidAt;
  const group = channel === "pinduoduo" && random.chance(0.12);
  if (group || random.chance(0.012)) {
    const hold = group ? "group_incomplete" : "risk_control";
    tell(order, paidAt, channel, MAIN, null, { facts: { hold } });
    at += (group ? random.dwell(1, 0.9, 8) : random.dwell(4, 0.7, 24)) * HOUR_MS;
    // Platforms count the 48 hours anew once the order may be shipped.
    tell(order, at, channel, MAIN, null, { facts: { hold: null }, promise: promisesFrom(at, order) });
  }

  const byRobot = !custom && random.chance(0.8);
  if (byRobot) at += random.dwell(3, 0.6, 20) * MINUTE_MS;
  else {
    const minutes = random.dwell(17, 0.6, 150) * incidents.reviewSlowness(at);
    at = afterWork(at, minutes * MINUTE_MS, SERVICE);
  }
  if (!random.chance(custom ? 0.3 : 0.03)) return at;
  tell(order, at, "service-desk", MAIN, "customer_hold", { actor: someoneOf("service", random) });
  return afterWork(at, random.dwell(125, 0.75, 1_200) * MINUTE_MS, SERVICE);
}

/** What platform and shop promise for an order that may be shipped from an instant on. */
function promisesFrom(fromMs: number, { custom, bulky }: Order): Promises {
  const shipBy = fromMs + (custom ? CUSTOM_SHIP_WITHIN_MS : SHIP_WITHIN_MS);
  const deliverBy = shipBy + DELIVER_AFTER_SHIPPING_MS[bulky ? "bulky" : "parcel"];
  return custom ? { shipBy, deliverBy, binds: "only" } : { shipBy, deliverBy };
}

/** Picking, perhaps a failed inspection and a second picking, then packing. */
function pick(order: Order, readyAt: number, incidents: Incidents, cancelled: boolean): number | null {
  const { random } = order;
  const by = { actor: someoneOf("warehouse", random) };

  tell(order, readyAt, "wms", MAIN, "picking", by);
  let at = worked(order, incidents, readyAt, random.dwell(52, 0.58, 300));
  if (cancelled) return cancel(order, readyAt, at);
  if (random.chance(order.bulky ? 0.035 : 0.01)) {
    tell(order, at, "phone-scan", MAIN, "inspection_failed", by);
    at = worked(order, incidents, at, random.dwell(55, 0.6, 330));
    tell(order, at, "wms", MAIN, "picking", by);
    at = worked(order, incidents, at, random.dwell(25, 0.4, 120));
  }
  tell(order, at, "phone-scan", MAIN, "packed", by);
  return worked(order, incidents, at, random.dwell(56, 0.58, 330));
}

/** When warehouse work begun at `fromMs` is done: slower when the house is pressed. */
function worked(order: Order, incidents: Incidents, fromMs: number, minutes: number): number {
  return afterWork(fromMs, minutes * incidents.slowness(fromMs, order.warehouse) * MINUTE_MS, WAREHOUSE);
}

/** The customer changes their mind while the order waits: money back, the order closes. */
function cancel(order: Order, waitsFromMs: number, waitsUntilMs: number): null {
  const askedAt = waitsFromMs + order.random.next() * (waitsUntilMs - waitsFromMs);
  const agreedAt = payBack(order, "refund:F1", askedAt);
  tell(order, Math.max(agreedAt, askedAt + MINUTE_MS), order.channel, MAIN, "closed", BY_PLATFORM);
  return null;
}
