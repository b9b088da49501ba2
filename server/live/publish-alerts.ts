import type { AlertSummary } from "../../domain/wire/alerts.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { publishScript } from "./scripts.ts";

/**
 * Puts a summary of alerts where every web process finds it, and tells them.
 * @param token of the ticker's lease
 * @returns false when somebody else holds the lease now: then nothing was written
 */
export async function publishAlerts(
  { redis, boardTag }: Pick<Context, "redis" | "boardTag">,
  token: string,
  summary: AlertSummary,
): Promise<boolean> {
  const parts = [token, "alert-summary", JSON.stringify(summary)];
  return (await publishScript.run(redis, prefixOf(boardTag), parts)) === 1;
}
