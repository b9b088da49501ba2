/** Who did it, as the source tells. */
export interface Actor {
  kind: string;
  id: string;
  name?: string;
}

/** The five promises of a token: instants in epoch ms. */
export interface Promises {
  shipBy?: number;
  collectBy?: number;
  deliverBy?: number;
  appointmentAt?: number;
  aftersaleBy?: number;
  /** only: while set, the promise alone decides (made to order, scheduled delivery). */
  binds?: "earlier" | "only";
}

/** What an event says of a token's promises; null clears, absent leaves. */
export type PromisePatch = { [K in keyof Promises]?: Promises[K] | null };

export interface OrderLine {
  sku: string;
  title?: string;
  category?: string;
  quantity: number;
  unitPriceFen?: number;
  costFen?: number;
  gift?: boolean;
  bulky?: boolean;
  custom?: boolean;
}

/** An order's facts, merged; unknown further facts are kept as they came. */
export interface OrderFacts {
  channel?: string;
  /** Epoch ms. */
  placedAt?: number;
  customerTier?: string;
  segment?: string;
  region?: string;
  warehouse?: string;
  carrier?: string;
  trackingNo?: string;
  /** The reason why allowances stand still; absent: they run. */
  hold?: string;
  currency?: string;
  lines?: OrderLine[];
  [further: string]: unknown;
}

/** Facts that every source may tell, but for the lines; none of them says who anybody is. */
export const ORDER_FACTS = [
  "channel",
  "placedAt",
  "customerTier",
  "segment",
  "region",
  "warehouse",
  "carrier",
  "trackingNo",
  "hold",
  "currency",
] as const;

export type OrderFactsPatch = { [K in keyof OrderFacts]?: OrderFacts[K] | null };

/** Who receives the order: personal data, stored sealed and apart. */
export interface Recipient {
  [field: string]: string | null;
}

/** A fact from a source, normalised: what the fold reads and the event log keeps. */
export interface OrderEvent {
  source: string;
  id: string;
  orderNo: string;
  token: string;
  /** A node's key, `closed`, or null when only facts changed. */
  node: string | null;
  /** Epoch ms. */
  occurredAt: number;
  actor?: Actor;
  promise?: PromisePatch;
  order?: OrderFactsPatch;
}

/** An event on its way in: with what is stored apart. */
export interface IncomingEvent extends OrderEvent {
  recipient?: Recipient | null;
  /** A source's own word for where the order stands, when no node could be named for it; goes to quarantine. */
  statusWord?: string;
}

/** The source of what Andon itself does to an order; no event from outside has it. */
export const OWN_SOURCE = "andon";
export const CLOSED = "closed";
export const MAIN_TOKEN = "main";

/** The dimensions of a visit, as the order's facts stood (at leftAt for a closed one). */
export interface Dimensions {
  channel: string | null;
  bulky: boolean;
  custom: boolean;
  warehouse: string | null;
  carrier: string | null;
  region: string | null;
  segment: string | null;
}

/** One stay of one token at one node. Times in epoch ms. */
export interface Visit extends Dimensions {
  /** (source, id) of the event that opened it; the visit's id derives from it. */
  openedBy: { source: string; id: string };
  token: string;
  node: string;
  enteredAt: number;
  leftAt: number | null;
  /** Yellow from here; null: never. */
  warnAt: number | null;
  /** Red from here; null: never (no deadline, or on hold). */
  dueAt: number | null;
  /** The promise the node watches: breached from here; null: none. */
  promiseAt: number | null;
}
