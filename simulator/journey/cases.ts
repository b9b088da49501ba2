import { afterWork, DAY_MS, HOUR_MS, MINUTE_MS, OFFICE, SERVICE, WAREHOUSE } from "../chance/time.ts";
import { type Order, tell } from "../shop/order.ts";
import { CUSTOMER, SYSTEM, someoneOf } from "../shop/people.ts";
import { appoint } from "./appoint.ts";

/** Platforms decide for the customer when the shop has not answered by then. */
const REFUND_ANSWER_MS = 36 * HOUR_MS;
/** Long enough for a weekend without finance. */
const PAYOUT_MS = 4 * DAY_MS;
const RETURN_ANSWER_MS = 48 * HOUR_MS;
const RETURN_REFUND_MS = 4 * DAY_MS;

/** What may come after delivery, by how often (of delivered orders). */
const CASES = [
  { kind: "none", weight: 92.6 },
  { kind: "refund", weight: 2.4 },
  { kind: "return", weight: 3 },
  { kind: "exchange", weight: 0.5 },
  { kind: "reship", weight: 0.8 },
  { kind: "repair", weight: 0.7 },
] as const;

/** Plans what the customer complains of after delivery, if anything: tokens of their own. */
export function complain(order: Order, deliveredAt: number): void {
  const { random } = order;
  const { kind } = random.weigh(CASES);
  if (kind === "none") return;
  const askedAt = afterWork(deliveredAt, random.dwell(5, 1.1, 60) * HOUR_MS, { from: 7, to: 24 });
  if (kind === "refund") payBack(order, "refund:F1", askedAt);
  else if (kind === "return") sendBack(order, "return:R1", askedAt);
  else if (kind === "exchange") sendBack(order, "exchange:E1", askedAt);
  else if (kind === "reship") makeGood(order, "reship:S1", askedAt);
  else makeGood(order, "repair:P1", askedAt);
}

/**
 * A refund without a return: reviewed, paid out, closed.
 * @returns when it was agreed to (epoch ms)
 */
export function payBack(order: Order, token: string, askedAt: number): number {
  const { random } = order;
  tell(order, askedAt, order.channel, token, "refund_review", {
    actor: CUSTOMER,
    promise: { aftersaleBy: askedAt + REFUND_ANSWER_MS },
  });
  const agreedAt = afterWork(askedAt, random.dwell(15, 0.6, 110) * MINUTE_MS, SERVICE);
  if (token !== "refund:F1" || !random.chance(0.06)) payOut(order, token, agreedAt);
  // The customer withdraws; nothing is paid.
  else tell(order, agreedAt, order.channel, token, "closed", { actor: CUSTOMER });
  return agreedAt;
}

function payOut(order: Order, token: string, fromMs: number): void {
  const { random } = order;
  const by = { actor: someoneOf("finance", random) };
  const promise = { aftersaleBy: fromMs + PAYOUT_MS };
  tell(order, fromMs, "service-desk", token, "refund_payout", { ...by, promise });
  const paidAt = afterWork(fromMs, random.dwell(34, 0.6, 200) * MINUTE_MS, OFFICE);
  tell(order, paidAt, "finance", token, "closed", by);
}

/** A return or an exchange: reviewed, on its way back, inspected, then paid out or sent anew. */
function sendBack(order: Order, token: string, askedAt: number): void {
  const { random } = order;
  tell(order, askedAt, order.channel, token, "aftersale_review", {
    actor: CUSTOMER,
    promise: { aftersaleBy: askedAt + RETURN_ANSWER_MS },
  });
  const agreedAt = afterWork(askedAt, random.dwell(4.5, 0.8, 34) * HOUR_MS, SERVICE);
  const agent = someoneOf("service", random);
  if (random.chance(0.2)) {
    tell(order, agreedAt, order.channel, token, "closed", { actor: agent });
    return;
  }
  tell(order, agreedAt, "service-desk", token, "return_inbound", {
    actor: agent,
    promise: { aftersaleBy: agreedAt + 9 * DAY_MS },
  });
  const arrivedAt = agreedAt + random.dwell(56, 0.4, 190) * HOUR_MS;
  tell(order, arrivedAt, "phone-scan", token, "return_inspection", {
    actor: someoneOf("warehouse", random),
    promise: { aftersaleBy: arrivedAt + RETURN_REFUND_MS },
  });
  const inspectedAt = afterWork(arrivedAt, random.dwell(110, 0.6, 640) * MINUTE_MS, WAREHOUSE);
  if (token.startsWith("return:")) payOut(order, token, inspectedAt);
  else sendAnew(order, token, inspectedAt);
}

/** A missing part is sent, or somebody comes to repair. */
function makeGood(order: Order, token: string, askedAt: number): void {
  const { random } = order;
  tell(order, askedAt, order.channel, token, "aftersale_review", {
    actor: CUSTOMER,
    promise: { aftersaleBy: askedAt + RETURN_ANSWER_MS },
  });
  const agreedAt = afterWork(askedAt, random.dwell(4, 0.65, 30) * HOUR_MS, SERVICE);
  if (token.startsWith("reship:")) {
    sendAnew(order, token, agreedAt);
    return;
  }
  tell(order, agreedAt, "service-desk", token, "awaiting_appointment", {
    actor: someoneOf("service", random),
  });
  tell(order, appoint(order, token, agreedAt), "service-desk", token, "closed");
}

function sendAnew(order: Order, token: string, fromMs: number): void {
  const { random } = order;
  const by = { actor: someoneOf("warehouse", random) };
  const carrier = { actor: SYSTEM.carrier };
  tell(order, fromMs, "wms", token, "picking", by);
  const packedAt = afterWork(fromMs, random.dwell(60, 0.5, 230) * MINUTE_MS, WAREHOUSE);
  tell(order, packedAt, "phone-scan", token, "packed", by);
  const shippedAt = afterWork(packedAt, random.dwell(60, 0.5, 230) * MINUTE_MS, WAREHOUSE);
  tell(order, shippedAt, "wms", token, "awaiting_pickup", { promise: { collectBy: shippedAt + DAY_MS } });
  const collectedAt = shippedAt + random.dwell(2.5, 0.5, 11) * HOUR_MS;
  tell(order, collectedAt, "kuaidi100", token, "in_transit", carrier);
  const deliveredAt = collectedAt + random.dwell(order.region.parcelHours + 8, 0.3, 90) * HOUR_MS;
  tell(order, deliveredAt, "kuaidi100", token, "delivered", carrier);
  tell(order, deliveredAt + random.between(2, 20) * HOUR_MS, order.channel, token, "closed");
}
