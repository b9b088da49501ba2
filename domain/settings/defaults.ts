import type { ClockVersion, Lane, NodeKind, NodeVersion, Phase, PromiseKind } from "./types.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Default versions hold for all of the past. */
export const BEGINNING = Date.UTC(2000, 0, 1);

interface Terms {
  warnMs: number;
  dueMs: number;
  clock: string;
  leadMs?: number;
  promise?: PromiseKind;
  cutoffs?: string[];
}

const minutes = (warn: number, due: number, clock: string, more: Partial<Terms> = {}): Terms => ({
  warnMs: warn * MINUTE_MS,
  dueMs: due * MINUTE_MS,
  clock,
  ...more,
});
const hours = (warn: number, due: number, clock: string, more: Partial<Terms> = {}): Terms => ({
  warnMs: warn * HOUR_MS,
  dueMs: due * HOUR_MS,
  clock,
  ...more,
});

type Row = [
  key: string,
  zh: string,
  en: string,
  lane: Lane,
  phase: Phase,
  kind: NodeKind,
  severity: 1 | 2 | 3 | null,
  owner: string,
  terms: Terms | null,
];

const ship = { promise: "ship" } as const;
const deliver = { promise: "deliver" } as const;
const aftersale = { promise: "aftersale" } as const;

// One node a line, in rank order: the table people read when they ask what the defaults are.
// biome-ignore format: a table
const ROWS: Row[] = [
  ["awaiting_payment", "待支付", "Awaiting payment", "finance", "pre_ship", "key", 3, "cs_lead", minutes(20, 30, "always")],
  ["order_review", "待审单", "Order review", "procurement", "pre_ship", "key", 2, "cs_lead", minutes(30, 60, "service", ship)],
  ["allocating", "待配货锁库", "Allocating stock", "procurement", "pre_ship", "key", 1, "buyer", hours(1, 2, "always", ship)],
  ["awaiting_stock", "缺货/生产中", "Awaiting stock", "procurement", "pre_ship", "key", 2, "buyer", hours(12, 24, "always", { ...ship, leadMs: 72 * HOUR_MS })],
  ["picking", "拣货复核", "Picking", "warehouse", "pre_ship", "key", 2, "warehouse_lead", hours(2, 4, "warehouse", ship)],
  ["packed", "打包待出库", "Packed", "warehouse", "pre_ship", "key", 1, "warehouse_lead", hours(3, 4, "warehouse", ship)],
  ["bulky_dispatch", "大件装车调度", "Bulky dispatch", "logistics", "pre_ship", "key", 1, "dispatch_lead", hours(12, 24, "always", ship)],
  ["awaiting_pickup", "待揽收", "Awaiting pickup", "logistics", "carrier", "key", 1, "dispatch_lead", hours(6, 12, "always", { promise: "collect" })],
  ["in_transit", "干线运输中", "In transit", "logistics", "carrier", "key", 2, "dispatch_lead", hours(96, 120, "always", deliver)],
  ["awaiting_appointment", "到站待预约", "Awaiting appointment", "logistics", "carrier", "key", 2, "dispatch_lead", hours(12, 24, "service", deliver)],
  ["out_for_delivery", "派送送装中", "Out for delivery", "logistics", "carrier", "key", 2, "dispatch_lead", hours(12, 24, "always", { promise: "appointment" })],
  ["delivered", "已签收", "Delivered", "aftersale", "after", "key", null, "cs_lead", null],
  ["payment_timeout", "待支付超时", "Payment timeout", "finance", "after", "exception", 3, "cs_lead", hours(2, 4, "service")],
  ["inspection_failed", "质检不合格", "Inspection failed", "warehouse", "after", "exception", 2, "warehouse_lead", hours(2, 4, "warehouse", ship)],
  ["customer_hold", "挂单待联系", "Customer hold", "aftersale", "after", "exception", 2, "cs_lead", hours(4, 12, "service", ship)],
  ["logistics_stalled", "物流异常滞留", "Logistics stalled", "logistics", "after", "exception", 1, "dispatch_lead", hours(4, 12, "always", deliver)],
  ["refund_review", "仅退款待审", "Refund review", "aftersale", "after", "exception", 1, "cs_lead", minutes(30, 60, "service", aftersale)],
  ["aftersale_review", "售后待处理", "After-sale review", "aftersale", "after", "exception", 2, "cs_lead", hours(12, 24, "service", aftersale)],
  ["return_inbound", "退回在途", "Return inbound", "aftersale", "after", "exception", 3, "warehouse_lead", hours(120, 168, "always")],
  ["return_inspection", "退货验收", "Return inspection", "warehouse", "after", "exception", 2, "warehouse_lead", hours(4, 8, "warehouse", aftersale)],
  ["refund_payout", "退款待打款", "Refund payout", "finance", "after", "exception", 2, "finance_lead", hours(1, 2, "office", aftersale)],
];

/** The 21 nodes to begin with, in rank order. Cut-off times are the shop's to add. */
export function defaultNodes(timezone: string): NodeVersion[] {
  return ROWS.map(([key, nameZh, nameEn, lane, phase, kind, severity, owner, terms], i) => ({
    key,
    rank: i + 1,
    nameZh,
    nameEn,
    lane,
    phase,
    kind,
    warnMs: terms?.warnMs ?? null,
    dueMs: terms?.dueMs ?? null,
    leadMs: terms?.leadMs ?? null,
    clock: terms?.clock ?? "always",
    promise: terms?.promise ?? null,
    severity,
    owner,
    cutoffs: terms?.cutoffs ?? [],
    cutoffTimezone: timezone,
    validFrom: BEGINNING,
  }));
}

/** The four clocks to begin with. */
export function defaultClocks(timezone: string): ClockVersion[] {
  const clock = (key: string, from: string | null, to = "", days: ClockVersion["days"] = "every_day") => ({
    key,
    timezone,
    windows: from === null ? null : [{ from, to }],
    days,
    validFrom: BEGINNING,
  });
  return [
    clock("always", null),
    clock("warehouse", "08:00", "20:00"),
    clock("service", "09:00", "23:00"),
    clock("office", "09:00", "18:00", "cn_working"),
  ];
}
