import type { Light } from "../../../domain/sla/light.ts";
import type { AlertRow } from "../../../domain/wire/alerts.ts";

/** What a page of orders was asked for; null: does not matter. */
export interface OrderQuery {
  /** Empty: every node of the board. */
  node: string;
  /** Only nodes whose reds call somebody, or only those that just light up (severity 3). */
  only: "calling" | "light_only" | null;
  light: Light | null;
  breached: boolean;
  channel: string | null;
  bulky: boolean | null;
  /** Visits that were overdue at some moment of it, ended ones too; epoch ms of shop time. */
  window: { fromMs: number; toMs: number } | null;
  /** Epoch ms of shop time. */
  asOfMs: number | null;
  cursor: string | null;
}

export interface NodeName {
  key: string;
  name: string;
  nameEn: string;
}

/** So many visits that are alike in what can be filtered. */
export interface Part {
  light: Light;
  breached: boolean;
  channel: string | null;
  bulky: boolean;
  visits: number;
}

export interface ListedVisit {
  id: string;
  token: string;
  node: string;
  enteredAt: string;
  leftAt: string | null;
  dueAt: string | null;
  light: Light | null;
  breached: boolean | null;
}

export interface ListedOrder {
  orderNo: string;
  channel: string | null;
  hold: string | null;
  bulky: boolean;
  custom: boolean;
  visits: ListedVisit[];
}

/** What a number that somebody typed in leads to; `orders` has the newest of `total`. */
export interface FoundOrders {
  total: number;
  orders: ListedOrder[];
  nodes: NodeName[];
}

export interface OrderList {
  asOf: string;
  totals: { orders: number; visits: number | null } | null;
  orders: ListedOrder[];
  nextCursor: string | null;
  /** Every open visit of the node at that moment, whatever the filter; empty for a window. */
  parts: Part[];
  nodes: NodeName[];
}

export interface OrderHistory {
  orderNo: string;
  asOf: string;
  channel: string | null;
  placedAt: string | null;
  warehouse: string | null;
  carrier: string | null;
  bulky: boolean;
  custom: boolean;
  held: boolean;
  visits: ListedVisit[];
  /** The newest first. */
  alerts: AlertRow[];
  eventsTotal: number;
  events: {
    source: string;
    token: string;
    node: string | null;
    occurredAt: string;
    changes: ("promise" | "facts")[];
  }[];
  lines: { sku: string; title: string | null; quantity: number }[];
  nodes: NodeName[];
}
