import { Random } from "../chance/random.ts";
import { compactDate, type Day, dayOf } from "../chance/time.ts";
import { pickRegion, type Region, warehouseFor } from "./places.ts";

export const CHANNELS = ["taobao", "pinduoduo", "wechat"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who tells: each has its own way of being late (feed/delay.ts). */
export const SOURCES = [
  ...CHANNELS,
  "erp",
  "wms",
  "phone-scan",
  "kuaidi100",
  "service-desk",
  "finance",
] as const;
export type Source = (typeof SOURCES)[number];

export interface Actor {
  kind: string;
  id: string;
  name?: string;
}

/** Instants in epoch ms. */
export interface Promises {
  shipBy?: number;
  collectBy?: number;
  deliverBy?: number;
  appointmentAt?: number;
  aftersaleBy?: number;
  /** null clears. */
  binds?: "only" | null;
}

/** One thing that happens to a token of an order, as its source will tell it. */
export interface Step {
  /** Epoch ms. */
  at: number;
  source: Source;
  token: string;
  /** A node's key, "closed", or null when only facts change. */
  node: string | null;
  actor?: Actor;
  promise?: Promises;
  /** "placed": everything known of the order at that moment. */
  facts?: "placed" | Record<string, string | null>;
}

export interface Order {
  /** Ascends with placement; the seed of everything that is the order's own. */
  key: number;
  no: string;
  channel: Channel;
  placedAt: number;
  bulky: boolean;
  custom: boolean;
  /** A bulky order with small lines: these travel ahead as a parcel of their own. */
  mixed: boolean;
  region: Region;
  warehouse: string;
  customerTier: string;
  segment: string;
  random: Random;
  steps: Step[];
  /** All its steps are known: nothing waits for the dock. */
  planned: boolean;
  /** The last instant at which one of its steps is told, as far as planned (epoch ms). */
  toldUntil: number;
}

/** What a step may say beside its place: see Step. */
export type Said = Pick<Step, "actor" | "promise" | "facts">;

const NOTHING: Said = {};

/** Adds a step to an order's plan. Positional and always of one shape: a warm-up makes a million of them. */
export function tell(
  order: Order,
  at: number,
  source: Source,
  token: string,
  node: string | null,
  said: Said = NOTHING,
): void {
  const { actor, promise, facts } = said;
  order.steps.push({ at, source, token, node, actor, promise, facts });
}

const ORDERS_A_DAY_MAX = 1_000_000;
const CHANNEL_SHARES = [
  { channel: "taobao", weight: 50 },
  { channel: "pinduoduo", weight: 30 },
  { channel: "wechat", weight: 20 },
] as const;
const BULKY_SHARE: Record<Channel, number> = { taobao: 0.22, pinduoduo: 0.1, wechat: 0.2 };
const CUSTOM_SHARE: Record<Channel, number> = { taobao: 0.05, pinduoduo: 0.005, wechat: 0.09 };
const CUSTOM_BULKY_SHARE = 0.6;
const MIXED_SHARE = 0.25;

/** The index-th order of a day, as it is before anything has happened to it. */
export function placeOrder(seed: number, day: Day, index: number, placedAt: number): Order {
  if (index >= ORDERS_A_DAY_MAX) throw new RangeError(`a day has at most ${ORDERS_A_DAY_MAX} orders`);
  const key = day * ORDERS_A_DAY_MAX + index;
  const random = new Random(seed, key, 2);
  const { channel } = random.weigh(CHANNEL_SHARES);
  const custom = random.chance(CUSTOM_SHARE[channel]);
  const bulky = random.chance(custom ? CUSTOM_BULKY_SHARE : BULKY_SHARE[channel]);
  const region = pickRegion(random);
  return {
    key,
    no: orderNo(channel, placedAt, index, random),
    channel,
    placedAt,
    bulky,
    custom,
    mixed: bulky && random.chance(MIXED_SHARE),
    region,
    warehouse: warehouseFor(region.line),
    customerTier: random.pick(["普通", "普通", "普通", "银卡", "金卡"]),
    segment: random.pick(["新客", "新客", "老客", "老客", "老客", "企业采购"]),
    random,
    steps: [],
    planned: false,
    toldUntil: 0,
  };
}

/** As the channel numbers its orders; date and index keep them apart, the rest is noise as in real ones. */
function orderNo(channel: Channel, placedAt: number, index: number, random: Random): string {
  const date = compactDate(dayOf(placedAt)).slice(2);
  const count = String(index).padStart(6, "0");
  const noise = String(random.below(1e6)).padStart(6, "0");
  if (channel === "taobao") return `5${date}${count}${noise}`;
  if (channel === "pinduoduo") return `${date}-${noise}${count}809`;
  return `MP${date}${count}${noise.slice(0, 3)}`;
}
