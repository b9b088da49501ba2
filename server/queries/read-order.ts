import { searchAlerts } from "../../db/stores/alert-search.ts";
import {
  type AuditRow,
  type EventRow,
  readAuditOf,
  readEventsOfOrder,
} from "../../db/stores/order-history.ts";
import { type LineRow, readLinesOf, readOrderByNo, readVisitsOf } from "../../db/stores/order-rows.ts";
import type { AlertRow, NotificationView } from "../../domain/wire/alerts.ts";
import type { Context } from "../platform/context.ts";
import { listNotifications } from "./list-notifications.ts";
import { presentAlert } from "./present-alert.ts";
import {
  iso,
  type OrderSummary,
  presentOrder,
  presentVisit,
  type VisitView,
  withInstants,
} from "./present-order.ts";

/** An order of more events than this shows the latest. */
const MAX_EVENTS = 1_000;
const MAX_AUDIT = 200;
const MAX_ALERTS = 200;
const MAX_NOTIFICATIONS = 200;

export interface OrderDetail extends OrderSummary {
  asOf: string;
  /** Every further fact as it came. */
  facts: Record<string, unknown>;
  /** Personal data is sealed: only whether there is any is told. */
  recipient: "masked" | null;
  lines: LineRow[];
  visits: VisitView[];
  eventsTotal: number;
  events: EventView[];
  /** The newest first. */
  alerts: AlertRow[];
  /** Messages and calls about them, the newest first. */
  notifications: NotificationView[];
  audit: AuditView[];
}

/** One order with all that is known of it, lights as of now; null when there is none of this number. */
export async function readOrder(
  context: Pick<Context, "sql" | "clock">,
  orderNo: string,
): Promise<OrderDetail | null> {
  const { sql, clock } = context;
  const row = await readOrderByNo(sql, orderNo);
  if (!row) return null;
  const now = clock.shopNow();
  const [lines, visits, { events, total }, alerts, ledger, audit] = await Promise.all([
    readLinesOf(sql, row.id),
    readVisitsOf(sql, row.id),
    readEventsOfOrder(sql, row.id, MAX_EVENTS),
    searchAlerts(sql, { orderId: row.id }, { after: null, limit: MAX_ALERTS }),
    listNotifications(context, { filter: { orderId: row.id }, cursor: null, limit: MAX_NOTIFICATIONS }),
    readAuditOf(sql, `order:${orderNo}`, MAX_AUDIT),
  ]);
  return {
    ...presentOrder(row),
    asOf: iso(now),
    facts: withInstants(row.facts),
    recipient: row.hasRecipient ? "masked" : null,
    lines,
    visits: visits.map((visit) => presentVisit(visit, now)),
    eventsTotal: total,
    events: events.map(presentEvent),
    alerts: alerts.map(presentAlert),
    notifications: ledger.notifications,
    audit: audit.map(presentAudit),
  };
}

/** An event as it came; actor, promise and order where it had them. */
export interface EventView {
  source: string;
  id: string;
  token: string;
  node: string | null;
  occurredAt: string;
  receivedAt: string;
  [part: string]: unknown;
}

export interface AuditView extends Omit<AuditRow, "at"> {
  at: string;
}

function presentEvent({ body, occurredAt, receivedAt, ...event }: EventRow): EventView {
  return {
    ...event,
    occurredAt: iso(occurredAt),
    receivedAt: iso(receivedAt),
    ...(body?.actor ? { actor: body.actor } : {}),
    ...(body?.promise ? { promise: withInstants(body.promise) } : {}),
    ...(body?.order ? { order: withInstants(body.order) } : {}),
  };
}

function presentAudit({ at, ...row }: AuditRow): AuditView {
  return { at: iso(at), ...row };
}
