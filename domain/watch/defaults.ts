import { BEGINNING } from "../settings/defaults.ts";
import type { NodeVersion } from "../settings/types.ts";
import { type WatchSpec, watchNode, watchSpecSchema } from "./spec.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Watches come after every node. */
export const FIRST_WATCH_RANK = 101;

const at = (...nodes: string[]) => ({ in: [{ var: "node" }, nodes] });
const tracked = { "!!": [{ var: "order.trackingNo" }] };
const untracked = { "!": [{ var: "order.trackingNo" }] };
/** Where the next news is a scan of the carrier's. */
const UNDERWAY = ["awaiting_pickup", "in_transit"];

/** A promise of the next day or sooner. */
const promisedSoon = (kind: string) => ({
  and: [{ "!=": [{ var: `promiseDays.${kind}` }, null] }, { "<=": [{ var: `promiseDays.${kind}` }, 1] }],
});

type Given = Partial<WatchSpec> &
  Pick<WatchSpec, "nameZh" | "nameEn" | "lane" | "severity" | "owner" | "condition">;

const noScan = (bulky: boolean, hours: number, nameZh: string, nameEn: string): Given => ({
  nameZh,
  nameEn,
  lane: "logistics",
  phase: "carrier",
  // It only lights up: the node that it moves to tells people.
  severity: 3,
  owner: "dispatch_lead",
  warnMs: (hours - hours / 6) * HOUR_MS,
  dueMs: hours * HOUR_MS,
  condition: { and: [at(...UNDERWAY), tracked, { "==": [{ var: "bulky" }, bulky] }] },
  restartOn: ["scan"],
  moveTo: "logistics_stalled",
});

const WATCHES: Record<string, Given> = {
  no_tracking_number: {
    nameZh: "已发货没单号",
    nameEn: "Shipped without a tracking number",
    lane: "logistics",
    phase: "carrier",
    severity: 2,
    owner: "warehouse_lead",
    warnMs: HOUR_MS,
    dueMs: 2 * HOUR_MS,
    condition: { and: [at(...UNDERWAY), untracked] },
  },
  no_carrier_scan: noScan(false, 24, "物流 24 小时没动静", "No carrier scan for 24 h"),
  no_carrier_scan_bulky: noScan(true, 48, "大件物流 48 小时没动静", "Bulky: no carrier scan for 48 h"),
  payment_overdue: {
    nameZh: "到点没付款",
    nameEn: "Not paid in time",
    lane: "finance",
    phase: "pre_ship",
    severity: 3,
    owner: "cs_lead",
    // Those of the node to begin with; it follows them.
    warnMs: 20 * MINUTE_MS,
    dueMs: 30 * MINUTE_MS,
    timesOf: "awaiting_payment",
    condition: { and: [at("awaiting_payment")] },
    moveTo: "payment_timeout",
  },
  promise_too_tight: {
    nameZh: "承诺次日，15:00 还没拣货",
    nameEn: "Next day promised, not picked by 15:00",
    lane: "procurement",
    phase: "pre_ship",
    severity: 2,
    owner: "warehouse_lead",
    cutoffs: ["15:00"],
    condition: {
      and: [
        at("order_review", "allocating", "awaiting_stock"),
        { or: [promisedSoon("ship"), promisedSoon("deliver")] },
      ],
    },
  },
  refund_while_loading: {
    nameZh: "货在装车，客户要退款",
    nameEn: "Refund asked while the goods are being loaded",
    lane: "warehouse",
    phase: "pre_ship",
    severity: 1,
    owner: "warehouse_lead",
    // Every minute counts: yellow from the first second on.
    warnMs: 1_000,
    dueMs: 10 * MINUTE_MS,
    condition: {
      and: [
        at("packed", "bulky_dispatch", "awaiting_pickup"),
        {
          or: [
            { in: ["refund_review", { var: "tokens.refund" }] },
            { in: ["refund_review", { var: "tokens.return" }] },
          ],
        },
      ],
    },
  },
  stuck_in_erp: {
    nameZh: "ERP 卡单 1 小时没动",
    nameEn: "Stuck in the ERP for 1 h",
    lane: "procurement",
    phase: "pre_ship",
    severity: 2,
    owner: "buyer",
    clock: "service",
    warnMs: 45 * MINUTE_MS,
    dueMs: HOUR_MS,
    // A hold needs no mention: the allowance stands still while there is one.
    condition: { and: [at("order_review", "allocating")] },
    restartOn: ["node"],
  },
};

/** The watches to begin with. */
export function defaultWatches(timezone: string): NodeVersion[] {
  return Object.entries(WATCHES).map(([key, given], i) =>
    watchNode(key, watchSpecSchema.parse(given), {
      rank: FIRST_WATCH_RANK + i,
      cutoffTimezone: timezone,
      validFrom: BEGINNING,
    }),
  );
}
