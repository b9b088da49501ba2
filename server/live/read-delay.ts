import { type DelaySummary, delaySummarySchema } from "../../domain/wire/delay.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";

/**
 * Where the delay of the last 24 hours sits, as the ticker last published it: a few seconds old while all is well; its
 * `asOf` tells.
 * @returns null while Redis has none that this version understands
 * @throws when Redis is away
 */
export async function readDelay({
  redis,
  boardTag,
}: Pick<Context, "redis" | "boardTag">): Promise<DelaySummary | null> {
  const json = await redis.get(`${prefixOf(boardTag)}delay`);
  return json === null ? null : (delaySummarySchema.safeParse(JSON.parse(json)).data ?? null);
}
