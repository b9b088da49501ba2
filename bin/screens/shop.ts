import { departures, type Move, wavesOf } from "./history.ts";

/** What the pictures show: an invented furniture shop on a Monday afternoon. No name in it is a person's. */

/** Shop time of the pictures; it all but stands still, so that they come out the same. */
export const PICTURE_TIME = Date.parse("2026-03-02T14:02:20+08:00");
export const PICTURE_SPEED = 0.001;
export const PICTURE_CLOCK = `${new Date(PICTURE_TIME).toISOString()}@${PICTURE_SPEED}`;

/** How many orders wait at a node under a light, and for how long: minutes, from newest to oldest. */
type Waiting = [count: number, fromMinutes: number, toMinutes: number];

interface Stay {
  node: string;
  green?: Waiting;
  yellow?: Waiting;
  red?: Waiting;
  /** So many of the reds are past this promise, too. */
  breached?: [count: number, promise: string];
  /** When it is busy, so many more came (or, below zero, left) in the last hour than left (or came). */
  move?: number;
}

// Ages follow the default allowances and clocks: a node's light is what Andon makes of them at PICTURE_TIME.
const STAYS: Stay[] = [
  { node: "order_review", green: [141, 2, 28], yellow: [9, 33, 58], red: [3, 62, 101] },
  { node: "allocating", green: [88, 2, 55], yellow: [4, 64, 110], move: -13 },
  { node: "awaiting_stock", green: [310, 30, 700], yellow: [22, 730, 1_400], red: [5, 1_450, 1_625] },
  { node: "picking", green: [205, 2, 110], yellow: [18, 125, 232], red: [4, 245, 302], move: -9 },
  { node: "packed", green: [164, 2, 170], yellow: [31, 185, 235], red: [12, 245, 340], move: 9 },
  { node: "inspection_failed", green: [3, 10, 90], yellow: [2, 125, 200] },
  { node: "return_inspection", green: [17, 5, 220], yellow: [3, 250, 350], red: [1, 1_240, 1_240] },
  {
    node: "bulky_dispatch",
    move: 8,
    green: [58, 10, 700],
    yellow: [24, 730, 1_400],
    red: [37, 1_450, 1_812],
    breached: [9, "shipBy"],
  },
  { node: "awaiting_pickup", green: [231, 5, 350], yellow: [14, 365, 700], red: [2, 725, 800] },
  { node: "in_transit", green: [2_210, 60, 5_600], yellow: [41, 5_770, 7_150], red: [6, 7_210, 7_330] },
  { node: "awaiting_appointment", green: [92, 5, 1_180], yellow: [16, 1_340, 1_690], red: [3, 2_670, 2_760] },
  {
    node: "out_for_delivery",
    green: [188, 5, 700],
    yellow: [9, 730, 1_400],
    red: [1, 1_445, 1_445],
    move: -7,
  },
  {
    node: "logistics_stalled",
    move: 6,
    green: [11, 5, 230],
    yellow: [5, 250, 700],
    red: [8, 725, 850],
    breached: [3, "deliverBy"],
  },
  { node: "awaiting_payment", green: [120, 1, 19], yellow: [37, 21, 29] },
  { node: "payment_timeout", green: [9, 5, 100], yellow: [6, 125, 230], red: [4, 245, 290] },
  { node: "refund_payout", green: [12, 2, 55], yellow: [1, 70, 70], move: -6 },
  { node: "delivered", green: [640, 10, 10_000] },
  { node: "customer_hold", green: [19, 5, 230], yellow: [7, 250, 300], red: [2, 1_340, 1_400] },
  {
    node: "refund_review",
    move: 6,
    green: [6, 2, 28],
    yellow: [3, 32, 58],
    red: [4, 62, 80],
    breached: [1, "aftersaleBy"],
  },
  { node: "aftersale_review", green: [40, 5, 1_180], yellow: [8, 1_340, 1_690] },
  { node: "return_inbound", green: [77, 60, 7_000], yellow: [5, 7_210, 9_000] },
];

const CHANNELS = ["pinduoduo", "taobao", "wechat"];
const CARRIERS = ["德邦", "顺丰", "安能"];
/** What is bulky waits for a truck; every fourth is made to order. */
const BULKY_NODES: ReadonlySet<string> = new Set([
  "bulky_dispatch",
  "awaiting_appointment",
  "awaiting_stock",
]);
const CUSTOM_EVERY = 4;
const MINUTE_MS = 60_000;

const HOUR_MIN = 60;
/** How long before PICTURE_TIME the picture of the past is. */
export const PAST_MIN = 92;

/** The orders that are on time, and a night that was not: sent alone, all is calm, and every node stands still. */
export function calmEvents(): object[] {
  return STAYS.flatMap(({ node, green }) => {
    const came = green ? arrivals(node, "green", green) : [];
    return [...came, ...balance("left", node, came, 0)];
  })
    .concat(wavesOf("night"))
    .map(eventOf);
}

/** The orders that are late or nearly so. */
export function busyEvents(): object[] {
  return STAYS.flatMap(({ node, yellow, red, breached, move = 0 }) => {
    const came = [
      ...(yellow ? arrivals(node, "yellow", yellow) : []),
      ...(red ? arrivals(node, "red", red, breached) : []),
    ];
    const more = move > 0 ? arrivals(node, "more", [move, 1, 25]) : [];
    return [...came, ...more, ...balance("gone", node, came, Math.max(0, -move))];
  })
    .concat(wavesOf("morning"))
    .map(eventOf);
}

/** Lets as many leave a node as came, now and in the past that is pictured; now so many more besides. */
function balance(name: string, node: string, came: Move[], more: number): Move[] {
  const within = (endedAgo: number) =>
    came.filter((move) => move.minutesAgo >= endedAgo && move.minutesAgo < endedAgo + HOUR_MIN).length;
  return [
    ...departures(name, node, within(0) + more),
    ...departures(`${name}-before`, node, within(PAST_MIN), PAST_MIN),
  ];
}

/** News that moves nothing, so that the pictures show a shop in which something happens. */
export function newsEvents(round: string, count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `news-${round}-${i}`,
    source: CHANNELS[i % CHANNELS.length],
    orderNo: `delivered-green-${i}`,
    occurredAt: new Date(PICTURE_TIME - MINUTE_MS).toISOString(),
    order: { customerTier: round },
  }));
}

function arrivals(
  node: string,
  light: string,
  [count, from, to]: Waiting,
  breached?: Stay["breached"],
): Move[] {
  return Array.from({ length: count }, (_, i) => ({
    orderNo: `${node}-${light}-${i}`,
    node,
    minutesAgo: from + ((to - from) * (i + 1)) / count,
    ...(breached && i < breached[0] ? { promise: { [breached[1]]: 1 + i } } : {}),
  }));
}

function eventOf({ orderNo, node, minutesAgo, promise }: Move, i: number): object {
  return {
    id: `${orderNo}-${node}`,
    source: CHANNELS[i % CHANNELS.length],
    orderNo,
    node,
    occurredAt: at(minutesAgo),
    ...(node !== "closed" && { order: factsOf(node, i) }),
    ...(promise && {
      promise: Object.fromEntries(Object.entries(promise).map(([kind, minutes]) => [kind, at(minutes)])),
    }),
  };
}

function factsOf(node: string, i: number): object {
  const bulky = BULKY_NODES.has(node);
  return {
    channel: CHANNELS[i % CHANNELS.length],
    carrier: CARRIERS[(i >> 1) % CARRIERS.length],
    lines: [
      { sku: bulky ? "SOFA-3" : "LAMP-1", quantity: 1, bulky, custom: bulky && i % CUSTOM_EVERY === 0 },
    ],
  };
}

const at = (minutesAgo: number) => new Date(PICTURE_TIME - Math.round(minutesAgo * MINUTE_MS)).toISOString();
