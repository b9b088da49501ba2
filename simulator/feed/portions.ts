import type { Telling } from "../shop/shop.ts";
import { PORTION_MS } from "./resume.ts";

const PORTION_EVENTS = 10_000;

/**
 * Cuts history into portions to be sent one after the other. Within a portion an order's events stand together:
 * Andon then takes each order in its hands once, not once an event.
 */
export function* inPortions(tellings: Iterable<Telling>): Generator<Telling[]> {
  let portion: Telling[] = [];
  for (const telling of tellings) {
    const first = portion[0];
    if (first && (portion.length >= PORTION_EVENTS || telling.at - first.at >= PORTION_MS)) {
      yield byOrder(portion);
      portion = [];
    }
    portion.push(telling);
  }
  if (portion.length > 0) yield byOrder(portion);
}

function byOrder(portion: readonly Telling[]): Telling[] {
  const orders = new Map<string, Telling[]>();
  for (const telling of portion) {
    const { orderNo } = telling.event;
    const found = orders.get(orderNo);
    if (found) found.push(telling);
    else orders.set(orderNo, [telling]);
  }
  return [...orders.values()].flat();
}
