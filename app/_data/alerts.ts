import "server-only";
import type { AlertSummary } from "../../domain/wire/alerts.ts";
import { readAlertSummary } from "../../server/queries/alert-summary.ts";
import { webContext } from "./context.ts";

/** How far escalation has come; null when it cannot be told, which a wall says over everything. */
export async function alertsNow(): Promise<AlertSummary | null> {
  try {
    return await readAlertSummary(webContext());
  } catch (error) {
    console.error("how far escalation has come cannot be told:", error);
    return null;
  }
}
