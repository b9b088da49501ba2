import "server-only";
import type { DelaySummary } from "../../domain/wire/delay.ts";
import { readDelay } from "../../server/live/read-delay.ts";
import { readDelaySummary } from "../../server/queries/delay-summary.ts";
import { webContext } from "./context.ts";

/**
 * Where the delay of the last 24 hours sits, as published, or counted while nothing is; null when it cannot be told: a
 * wall lives without it.
 */
export async function delayNow(): Promise<DelaySummary | null> {
  const context = webContext();
  const published = await readDelay(context).catch(() => null);
  return published ?? delayThen(context.clock.shopNow());
}

/**
 * Where the delay of the 24 hours before a moment sat; null when it cannot be told, or has not come yet.
 * @param asOfMs epoch ms of shop time
 */
export async function delayThen(asOfMs: number): Promise<DelaySummary | null> {
  const context = webContext();
  if (asOfMs > context.clock.shopNow()) return null;
  try {
    return await readDelaySummary(context, asOfMs);
  } catch (error) {
    console.error("where the delay sits cannot be told:", error);
    return null;
  }
}
