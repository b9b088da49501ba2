import type { Forecast } from "../../domain/wire/forecast.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { publishScript } from "./scripts.ts";

/**
 * Puts a forecast where every web process finds it, and tells them.
 * @param token of the ticker's lease
 * @returns false when somebody else holds the lease now: then nothing was written
 */
export async function publishForecast(
  { redis, boardTag }: Pick<Context, "redis" | "boardTag">,
  token: string,
  forecast: Forecast,
): Promise<boolean> {
  const parts = [token, "forecast", JSON.stringify(forecast)];
  return (await publishScript.run(redis, prefixOf(boardTag), parts)) === 1;
}
