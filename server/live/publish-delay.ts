import type { DelaySummary } from "../../domain/wire/delay.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { publishScript } from "./scripts.ts";

/**
 * Puts a summary where every web process finds it, and tells them.
 * @param token of the ticker's lease
 * @returns false when somebody else holds the lease now: then nothing was written
 */
export async function publishDelay(
  { redis, boardTag }: Pick<Context, "redis" | "boardTag">,
  token: string,
  summary: DelaySummary,
): Promise<boolean> {
  const parts = [token, "delay", JSON.stringify(summary)];
  return (await publishScript.run(redis, prefixOf(boardTag), parts)) === 1;
}
