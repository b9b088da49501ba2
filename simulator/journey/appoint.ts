import { afterWork, atHour, dayOf, HOUR_MS, MINUTE_MS, SERVICE } from "../chance/time.ts";
import { type Order, tell } from "../shop/order.ts";
import { someoneOf } from "../shop/people.ts";

const SLOT_ENDS = [12, 15, 18, 21];
/** Same-day slots go to customers reached before this hour. */
const SAME_DAY_BEFORE_HOUR = 13;
/** Slots that the platform knows of and holds the shop to; the others are agreed on the phone. */
const BOOKED_SHARE = 0.35;

/**
 * A token waits for an appointment; somebody calls, a slot is agreed on, the crew sets out and is, mostly, in
 * time. Where the platform knows the slot, it alone decides from then on: a customer who wants Saturday is no
 * delay.
 * @returns when the crew is done (epoch ms)
 */
export function appoint(order: Order, token: string, waitsFromMs: number): number {
  const { random } = order;
  const agreedAt = afterWork(waitsFromMs, random.dwell(3.2, 0.85, 34) * HOUR_MS, SERVICE);
  const today = dayOf(agreedAt);
  const sameDay = agreedAt < atHour(today, SAME_DAY_BEFORE_HOUR) && random.chance(0.45);
  const booked = !sameDay && random.chance(BOOKED_SHARE);
  const day = sameDay ? today : today + (booked ? random.pick([1, 2, 2]) : 1);
  const slotEndsAt = atHour(day, sameDay ? 21 : random.pick(SLOT_ENDS));
  if (booked) {
    tell(order, agreedAt, "service-desk", token, null, {
      actor: someoneOf("service", random),
      promise: { appointmentAt: slotEndsAt, binds: "only" },
    });
  }
  const outAt = atHour(day, sameDay ? random.between(13, 15) : random.between(7, 9.5));
  tell(order, outAt, "phone-scan", token, "out_for_delivery", {
    actor: { kind: "crew", id: `crew-${10 + random.below(40)}` },
    promise: booked ? { binds: null } : undefined,
  });
  const late = random.chance(0.06);
  const doneAt = slotEndsAt + (late ? random.dwell(50, 0.8, 400) : -random.between(5, 150)) * MINUTE_MS;
  return Math.max(doneAt, outAt + 30 * MINUTE_MS);
}
