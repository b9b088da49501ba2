import { afterWork, atHour, COURIER, DAY_MS, dayOf, HOUR_MS, MINUTE_MS, SERVICE } from "../chance/time.ts";
import type { Incidents } from "../shop/incidents.ts";
import { type Order, tell } from "../shop/order.ts";
import { SYSTEM } from "../shop/people.ts";
import { consign } from "../shop/places.ts";
import { appoint } from "./appoint.ts";
import { complain } from "./cases.ts";

const MAIN = "main";
const INSTALL = "install:1";
const BY_CARRIER = { actor: SYSTEM.carrier };
const BY_PLATFORM = { actor: SYSTEM.platform };
const CLOSED_AFTER_HOURS = { median: 6, sigma: 0.85, most: 84 };
/** Sent to the wrong end of the country and back, with scans all the way. */
const MISROUTED_SHARE = 0.006;
const STALL_SHARE = { parcel: 0.012, bulky: 0.025, storm: 0.16 };

/** Plans a parcel from the moment it stands ready for its carrier until the end of the order. */
export function deliverParcel(order: Order, token: string, shippedAt: number, incidents: Incidents): void {
  const { random } = order;
  const arrivedAt = carry(order, token, shippedAt, order.region.parcelHours, incidents);
  let at = nextRound(arrivedAt) + random.between(0, 100) * MINUTE_MS;
  setOut(order, token, at);
  if (random.chance(0.015)) {
    // Nobody at home: somebody calls and agrees on another day.
    at += random.between(2, 8) * HOUR_MS;
    tell(order, at, "kuaidi100", token, "customer_hold", BY_CARRIER);
    at = afterWork(afterWork(at, random.dwell(150, 0.7, 900) * MINUTE_MS, SERVICE), 0, COURIER);
    setOut(order, token, at);
  }
  at += random.dwell(3.6, 0.5, 26) * HOUR_MS;
  finish(order, token, at);
}

/** Couriers load in the morning and again after noon. */
function nextRound(arrivedAt: number): number {
  const day = dayOf(arrivedAt);
  if (arrivedAt <= atHour(day, 7.5)) return atHour(day, 7.5);
  return arrivedAt <= atHour(day, 13.5) ? atHour(day, 13.5) : atHour(day + 1, 7.5);
}

function setOut(order: Order, token: string, at: number): void {
  const actor = { kind: "courier", id: `courier-${100 + order.random.below(900)}` };
  tell(order, at, "kuaidi100", token, "out_for_delivery", { actor });
}

/** Plans a bulky order from its truck's departure: line haul, appointment, delivery and installation. */
export function deliverBulky(order: Order, loadedAt: number, incidents: Incidents): void {
  const arrivedAt = carry(order, MAIN, loadedAt, order.region.bulkyHours, incidents);
  tell(order, arrivedAt, "kuaidi100", MAIN, "awaiting_appointment", BY_CARRIER);
  finish(order, MAIN, appoint(order, MAIN, arrivedAt));
}

/** Pickup and line haul with its scans. @returns when the goods reach the last station (epoch ms) */
function carry(
  order: Order,
  token: string,
  shippedAt: number,
  roadHours: number,
  incidents: Incidents,
): number {
  const { random, region, bulky } = order;
  const lineHaul = bulky && token === MAIN;
  const { carrier, trackingNo } = consign(lineHaul, random);
  tell(order, shippedAt, lineHaul ? "phone-scan" : "wms", token, "awaiting_pickup", {
    promise: { collectBy: shippedAt + DAY_MS },
    // A second parcel has a number of its own, which is not the order's.
    facts: token === MAIN ? { carrier, trackingNo } : undefined,
  });
  const forgotten = random.chance(0.008) ? random.between(8, 16) * HOUR_MS : 0;
  const waitsMs = random.dwell(75, 0.5, 420) * MINUTE_MS + forgotten;
  // Line hauls are scanned at any hour, parcels when couriers work.
  const collectedAt = lineHaul ? shippedAt + waitsMs : afterWork(shippedAt, waitsMs, COURIER);
  tell(order, collectedAt, "kuaidi100", token, "in_transit");

  const misrouted = random.chance(MISROUTED_SHARE) ? random.between(60, 110) : 0;
  const roadMs = (random.dwell(roadHours, 0.32, 110) + misrouted) * HOUR_MS;
  let at = collectedAt + roadMs * random.between(0.2, 0.5);
  const storm = incidents.isStormy(at, region.line);
  const stall = random.chance(storm ? STALL_SHARE.storm : STALL_SHARE[bulky ? "bulky" : "parcel"]);
  tell(order, at, "kuaidi100", token, stall ? "logistics_stalled" : "in_transit");
  if (stall) {
    at += random.dwell(5, 0.8, 40) * HOUR_MS;
    tell(order, at, "kuaidi100", token, "in_transit");
  }
  return at + roadMs * random.between(0.45, 0.6);
}

/** Delivered; the platform completes later, and some customers come back. */
function finish(order: Order, token: string, deliveredAt: number): void {
  const { random } = order;
  const by = token === MAIN && order.bulky ? "phone-scan" : "kuaidi100";
  tell(order, deliveredAt, by, token, "delivered", BY_CARRIER);
  const { median, sigma, most } = CLOSED_AFTER_HOURS;
  const closedAt = deliveredAt + random.dwell(median, sigma, most) * HOUR_MS;
  tell(order, closedAt, order.channel, token, "closed", BY_PLATFORM);
  if (token !== MAIN) return;
  if (order.bulky && random.chance(0.08)) {
    // Delivered without the fitter: the installation is an appointment of its own.
    tell(order, deliveredAt, "service-desk", INSTALL, "awaiting_appointment");
    tell(order, appoint(order, INSTALL, deliveredAt), "service-desk", INSTALL, "closed");
  }
  complain(order, deliveredAt);
}
