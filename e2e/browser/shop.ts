/** When the tests begin, in shop time: a Monday afternoon in Shanghai. */
export const SHOP_START = Date.parse("2026-03-02T14:02:00+08:00");
export const SHOP_CLOCK = `${new Date(SHOP_START).toISOString()}@1`;

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** So many orders entered a node so long ago. */
const STAYS: [node: string, orders: number, ageMs: number][] = [
  ["bulky_dispatch", 12, 30 * HOUR_MS],
  ["bulky_dispatch", 5, 13 * HOUR_MS],
  ["packed", 2, 5 * HOUR_MS],
  ["allocating", 4, 90 * MINUTE_MS],
  ["in_transit", 20, 24 * HOUR_MS],
  // Severity 3: lights up, and is not in the big number.
  ["payment_timeout", 3, 4.5 * HOUR_MS],
];

export const RED = { bulky_dispatch: 12, packed: 2, payment_timeout: 3 } as const;
export const ORDERS = STAYS.reduce((sum, [, orders]) => sum + orders, 0);

export const RECIPIENT = { name: "测试收件人甲", phone: "13900001111", address: "测试路 1 号" };

/** The shop that all browser tests begin with. */
export function shopEvents(): object[] {
  return STAYS.flatMap(([node, orders, ageMs]) =>
    Array.from({ length: orders }, (_, i) => arrival(`${node}-${ageMs}-${i}`, node, ageMs)),
  );
}

/** One order that came to a node so long before the tests began. */
export function arrival(orderNo: string, node: string, ageMs: number): object {
  return {
    id: `${orderNo}-${node}`,
    source: "taobao",
    orderNo,
    node,
    occurredAt: new Date(SHOP_START - ageMs).toISOString(),
    order: { channel: "taobao", recipient: RECIPIENT },
  };
}
