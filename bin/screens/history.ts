/** What happened in the picture shop's last 24 hours: who was late and is gone, and who came and went. */

/** Times in hours before the pictures. */
interface Wave {
  node: string;
  orders: number;
  /** The promise that ran out, and when: from the first to the last of them. */
  promise: string;
  due: [first: number, last: number];
  left: [first: number, last: number];
}

/** Long over when the pictures are taken: a calm shop has them, too. */
const NIGHT: Wave[] = [
  { node: "bulky_dispatch", orders: 16, promise: "shipBy", due: [23, 20], left: [15, 9] },
  { node: "bulky_dispatch", orders: 54, promise: "shipBy", due: [14.5, 14], left: [10.6, 8.2] },
  { node: "packed", orders: 17, promise: "shipBy", due: [13, 10], left: [8.5, 5] },
  { node: "logistics_stalled", orders: 6, promise: "deliverBy", due: [11, 10], left: [8, 6] },
  { node: "in_transit", orders: 5, promise: "deliverBy", due: [14, 11], left: [9, 5] },
];
const MORNING: Wave[] = [
  { node: "bulky_dispatch", orders: 44, promise: "shipBy", due: [8.4, 7.6], left: [2.9, 1.8] },
  { node: "packed", orders: 12, promise: "shipBy", due: [6, 5], left: [3, 2] },
  { node: "logistics_stalled", orders: 7, promise: "deliverBy", due: [8, 5], left: [3.5, 2] },
  { node: "picking", orders: 6, promise: "shipBy", due: [6.5, 4], left: [3, 1.5] },
];

/** How long before its promise ran out an order came, in hours. */
const CAME_BEFORE_H = 1.5;
const MINUTES_PER_HOUR = 60;
/** Who left within the last hour came a little before it, and was gone before it was late. */
const FLOW_CAME_MIN = 61;
const FLOW_STAYED_MIN: readonly [least: number, most: number] = [3, 14];

/** An arrival or departure at so many minutes before the pictures. */
export interface Move {
  orderNo: string;
  node: string;
  minutesAgo: number;
  promise?: Record<string, number>;
}

/** @param when night: before the calm pictures; morning: besides, for the busy ones */
export function wavesOf(when: "night" | "morning"): Move[] {
  return (when === "night" ? NIGHT : MORNING).flatMap((wave, w) =>
    Array.from({ length: wave.orders }, (_, i) => {
      const between = ([first, last]: [number, number]) =>
        (first + ((last - first) * i) / Math.max(1, wave.orders - 1)) * MINUTES_PER_HOUR;
      const orderNo = `${when}-${w}-${i}`;
      const due = between(wave.due);
      const came = due + CAME_BEFORE_H * MINUTES_PER_HOUR;
      return [
        { orderNo, node: wave.node, minutesAgo: came, promise: { [wave.promise]: due } },
        { orderNo, node: "closed", minutesAgo: between(wave.left) },
      ];
    }).flat(),
  );
}

/**
 * So many that left a node within an hour, none of them late.
 * @param endedAgo when that hour ended, in minutes before the pictures
 */
export function departures(name: string, node: string, orders: number, endedAgo = 0): Move[] {
  const [least, most] = FLOW_STAYED_MIN;
  return Array.from({ length: orders }, (_, i) => {
    const orderNo = `${name}-${node}-${i}`;
    const stayed = least + ((most - least) * i) / orders;
    return [
      { orderNo, node, minutesAgo: endedAgo + FLOW_CAME_MIN },
      { orderNo, node: "closed", minutesAgo: endedAgo + FLOW_CAME_MIN - stayed },
    ];
  }).flat();
}
