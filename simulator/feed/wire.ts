import { Random } from "../chance/random.ts";
import { toWire } from "../chance/time.ts";
import { type Catalogue, pickArticle, type Sku } from "../shop/catalogue.ts";
import type { Actor, Order, Promises } from "../shop/order.ts";
import { inventRecipient } from "../shop/people.ts";

/** An event as POST /api/v1/events takes it. */
export interface WireEvent {
  id: string;
  source: string;
  orderNo: string;
  token: string;
  node?: string;
  occurredAt: string;
  actor?: Actor;
  promise?: Record<string, string | null>;
  order?: Record<string, unknown>;
}

interface WireLine {
  sku: string;
  title: string;
  category: string;
  quantity: number;
  unitPriceFen: number;
  costFen: number;
  gift: boolean;
  bulky: boolean;
  custom: boolean;
}

/** The index-th step of an order as its source tells it: always the same words, so that a repeat is a repeat. */
export function toEvent(order: Order, index: number, seed: number, catalogue: Catalogue): WireEvent {
  const step = order.steps[index]!;
  const event: WireEvent = {
    id: `${order.no}#${index}`,
    source: step.source,
    orderNo: order.no,
    token: step.token,
    occurredAt: toWire(step.at),
  };
  if (step.node) event.node = step.node;
  if (step.actor) event.actor = step.actor;
  if (step.promise) event.promise = promiseToWire(step.promise);
  if (step.facts === "placed") event.order = placedFacts(order, seed, catalogue);
  else if (step.facts) event.order = step.facts;
  return event;
}

function promiseToWire(promise: Promises): Record<string, string | null> {
  const told: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(promise)) {
    told[name] = typeof value === "number" ? toWire(value) : value;
  }
  return told;
}

function placedFacts(order: Order, seed: number, catalogue: Catalogue): Record<string, unknown> {
  const random = new Random(seed, order.key, 7);
  return {
    channel: order.channel,
    placedAt: toWire(order.placedAt),
    customerTier: order.customerTier,
    segment: order.segment,
    region: order.region.name,
    warehouse: order.warehouse,
    currency: "CNY",
    lines: basket(order, random, catalogue),
    recipient: inventRecipient(order, random),
  };
}

function basket(order: Order, random: Random, catalogue: Catalogue): WireLine[] {
  const lines: WireLine[] = [];
  const take = (article: Sku, quantity: number, gift = false) =>
    lines.push({
      sku: article.sku,
      title: article.title,
      category: article.category,
      quantity,
      unitPriceFen: article.priceFen,
      costFen: article.costFen,
      gift,
      bulky: article.bulky,
      custom: article.custom,
    });
  if (order.custom) {
    const fitting = catalogue.custom.filter((article) => article.bulky === order.bulky);
    take(pickArticle(fitting, random), 1);
  } else if (order.bulky) {
    take(pickArticle(catalogue.bulky, random), 1);
    if (random.chance(0.15)) take(pickArticle(catalogue.bulky, random), 1);
  }
  const small = order.bulky ? (order.mixed ? 1 : 0) : order.custom ? 0 : random.pick([1, 1, 1, 1, 2, 2, 3]);
  for (let i = 0; i < small; i++) take(pickArticle(catalogue.small, random), random.pick([1, 1, 1, 2, 4]));
  if (random.chance(order.bulky ? 0.5 : 0.12)) take(pickArticle(catalogue.gifts, random), 1, true);
  return lines;
}
