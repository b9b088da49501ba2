import { type Forecast, forecastSchema } from "../../domain/wire/forecast.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";

/**
 * What the next hours bring, as the ticker last published it; its `asOf` tells how old that is.
 * @returns null while Redis has none that this version understands
 * @throws when Redis is away
 */
export async function readForecast({
  redis,
  boardTag,
}: Pick<Context, "redis" | "boardTag">): Promise<Forecast | null> {
  const json = await redis.get(`${prefixOf(boardTag)}forecast`);
  return json === null ? null : (forecastSchema.safeParse(JSON.parse(json)).data ?? null);
}
