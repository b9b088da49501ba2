import "server-only";
import { z } from "zod";
import type { Right } from "../../domain/access/rights.ts";
import type { AlertDetail, AlertSummary } from "../../domain/wire/alerts.ts";
import { readAlertSummary } from "../../server/queries/alert-summary.ts";
import { CursorError } from "../../server/queries/cursor.ts";
import { readDirectory } from "../../server/queries/directory.ts";
import { lateness } from "../../server/queries/lateness.ts";
import { listAlerts } from "../../server/queries/list-alerts.ts";
import { withoutTaker } from "../../server/queries/mask-order.ts";
import { readAlert } from "../../server/queries/read-alert.ts";
import { asShopTime } from "../../server/queries/shop-time.ts";
import type { AlertData, AlertListData, AlertQuery, PersonName } from "../_ui/desk/alerts/types.ts";
import { webContext } from "./context.ts";
import { offWorkOf, shopNodes } from "./nodes.ts";

const ALERTS_PER_PAGE = 50;
/** Lateness and time to take are of the last week. */
const MEASURED_MS = 7 * 86_400_000;
/** What nobody has comes first. */
const STATE_ORDER = { open: 0, acknowledged: 1, resolved: 2 } as const;

/** How far escalation has come; null when it cannot be told, which a wall says over everything. */
export async function alertsNow(): Promise<AlertSummary | null> {
  try {
    return await readAlertSummary(webContext());
  } catch (error) {
    console.error("how far escalation has come cannot be told:", error);
    return null;
  }
}

/** A page of alerts, and what the desk needs beside it; `cursor` when that is not one of ours. */
export async function alertList(
  query: AlertQuery,
  { rights }: { rights: ReadonlySet<Right> },
): Promise<AlertListData | "cursor"> {
  const context = webContext();
  const { state, node, severity, person, cursor } = query;
  const filter = {
    ...(node !== null && { nodes: [node] }),
    ...(severity !== null && { severities: [severity] }),
    ...(person !== null && rights.has("on-call:read") && { takenBy: [person] }),
  };
  try {
    const staff = rights.has("on-call:read");
    const [page, nodes, people, measured, told] = await Promise.all([
      listAlerts(context, {
        filter: { ...filter, ...statesOf(state) },
        cursor,
        limit: ALERTS_PER_PAGE,
      }),
      shopNodes(),
      staff ? activePeople() : [],
      measuredOfLate(),
      state === "urgent" && cursor === null ? countTold(filter) : null,
    ]);
    const alerts = page.alerts
      .toSorted((a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state])
      .map((alert) => (staff ? alert : withoutTaker(alert)));
    return { page: { ...page, alerts }, nodes, people, toldOnly: told, ...measured };
  } catch (error) {
    if (error instanceof CursorError) return "cursor";
    throw error;
  }
}

const UNRESOLVED = ["open", "acknowledged"];

function statesOf(state: AlertQuery["state"]): { states?: string[]; stages?: string[] } {
  if (state === "urgent") return { states: UNRESOLVED, stages: ["flag", "voice"] };
  if (state === "told") return { states: UNRESOLVED, stages: ["chat"] };
  return state === "all" ? {} : { states: [state] };
}

async function countTold(filter: object): Promise<number | null> {
  const { total } = await listAlerts(webContext(), {
    filter: { ...filter, ...statesOf("told") },
    cursor: null,
    limit: 1,
  });
  return total;
}

/**
 * One alert with its ledger, all times by the shop's clock; null when there is none of this id. Who was told over what,
 * who could be and who took it is left out for those who may not see who is on call.
 */
export async function alertPage(
  id: string,
  { rights }: { rights: ReadonlySet<Right> },
): Promise<AlertData | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const alert = await readAlert(webContext(), id);
  if (alert === null) return null;
  const told = rights.has("on-call:read");
  const [nodes, people, offWork] = await Promise.all([
    shopNodes(),
    told ? activePeople() : [],
    offWorkOf(alert.node),
  ]);
  const seen = told ? alert : { ...withoutTaker(alert), notifications: [], audit: [] };
  return { alert: byShopTime(seen), nodes, people, offWork };
}

/** How quickly people were told and took it of late; nothing when that cannot be told, which is no reason for no list. */
async function measuredOfLate(): Promise<Pick<AlertListData, "lateness" | "timeToTake">> {
  const context = webContext();
  const toMs = context.clock.shopNow();
  try {
    const measured = await lateness(context, { fromMs: toMs - MEASURED_MS, toMs });
    return { lateness: spreadOf(measured.lateness), timeToTake: spreadOf(measured.timeToTake) };
  } catch (error) {
    console.error("how quickly people were told cannot be told:", error);
    return { lateness: null, timeToTake: null };
  }
}

function spreadOf({ count, p50Ms, p99Ms }: { count: number; p50Ms: number | null; p99Ms: number | null }) {
  return p50Ms === null || p99Ms === null ? null : { count, p50Ms, p99Ms };
}

/** Whom one can pass to, by name. */
async function activePeople(): Promise<PersonName[]> {
  const { people } = await readDirectory(webContext());
  return [...people.values()]
    .filter(({ active }) => active)
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, "zh-CN"));
}

// What providers and people did is kept in machine time; a page shows one clock.
function byShopTime(alert: AlertDetail): AlertDetail {
  const { clock } = webContext();
  const shop = (at: string) => new Date(asShopTime(clock, Date.parse(at))).toISOString();
  const shopOrNull = (at: string | null) => at && shop(at);
  return {
    ...alert,
    notifications: alert.notifications.map((notification) => ({
      ...notification,
      heldUntil: shopOrNull(notification.heldUntil),
      settledAt: shopOrNull(notification.settledAt),
      attempts: notification.attempts.map((attempt) => ({
        ...attempt,
        intentAt: shop(attempt.intentAt),
        acceptedAt: shopOrNull(attempt.acceptedAt),
        settledAt: shopOrNull(attempt.settledAt),
      })),
    })),
    audit: alert.audit.map((entry) => ({ ...entry, at: shop(entry.at) })),
  };
}
