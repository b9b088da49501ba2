import "server-only";
import type { Forecast } from "../../domain/wire/forecast.ts";
import { readForecast } from "../../server/live/read-forecast.ts";
import { webContext } from "./context.ts";

/** What the next hours bring, as published; null while nothing is, which a wall lives with: it draws no forecast. */
export async function forecastNow(): Promise<Forecast | null> {
  return await readForecast(webContext()).catch(() => null);
}
