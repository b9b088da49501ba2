import {
  type AlertNews,
  readAlertedNodes,
  readAlertNews,
  readHeldBack,
} from "../../db/stores/alert-summary.ts";
import type { AlertSummary } from "../../domain/wire/alerts.ts";
import type { Context } from "../platform/context.ts";
import { overdueSteps } from "./overdue-steps.ts";
import { iso, isoOrNull } from "./present-order.ts";

const NEWEST = 8;
/** Read before those of one moment are told in one line. */
const NEWS_READ = 64;
const NEWS_SINCE_MS = 24 * 3_600_000;
const HELD = 20;

/** How far escalation has come, as walls and desks show it. Names of colleagues are in it, nothing of customers. */
export async function readAlertSummary(context: Pick<Context, "sql" | "clock">): Promise<AlertSummary> {
  const { sql, clock } = context;
  const now = clock.shopNow();
  const [late, nodes, news, held] = await Promise.all([
    overdueSteps(context),
    readAlertedNodes(sql, now),
    readAlertNews(sql, now - NEWS_SINCE_MS, NEWS_READ),
    readHeldBack(sql, clock.machineNow(), HELD),
  ]);
  return {
    asOf: iso(now),
    overdueSteps: late,
    nodes: nodes.map(({ pledgeUntil, ...node }) => ({ ...node, pledgeUntil: isoOrNull(pledgeUntil) })),
    newest: inOneLine(news)
      .slice(0, NEWEST)
      .map(({ at, until, ...line }) => ({ ...line, at: iso(at), until: isoOrNull(until) })),
    held: held.map(({ until, ...line }) => ({ ...line, until: iso(until) })),
  };
}

/** One message to three people of a group is one thing that happened. */
function inOneLine(news: readonly AlertNews[]): AlertNews[] {
  const lines = new Map<string, AlertNews>();
  for (const line of news) {
    const key = JSON.stringify([line.at, line.node, line.what]);
    const known = lines.get(key);
    if (!known || line.count > known.count) lines.set(key, line);
  }
  return [...lines.values()];
}
