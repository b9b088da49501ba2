import { type AlertSummary, alertSummarySchema } from "../../domain/wire/alerts.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";

/**
 * How far escalation has come, as the ticker last published it; its `asOf` tells how old that is.
 * @returns null while Redis has none that this version understands
 * @throws when Redis is away
 */
export async function readAlerts({
  redis,
  boardTag,
}: Pick<Context, "redis" | "boardTag">): Promise<AlertSummary | null> {
  const json = await redis.get(`${prefixOf(boardTag)}alert-summary`);
  return json === null ? null : (alertSummarySchema.safeParse(JSON.parse(json)).data ?? null);
}
