import "server-only";
import { webContext } from "./context.ts";

/** Where the shop is and which time it lives in. */
export function shopPlace(locale: string): {
  timezone: string;
  timezoneName: string;
  simulated: boolean;
  speed: number;
} {
  const { env, clock } = webContext();
  return {
    timezone: env.timezone,
    timezoneName: timezoneName(env.timezone, locale, clock.shopNow()),
    simulated: clock.simulated,
    speed: clock.speed,
  };
}

export const pagesVersion = (): string => webContext().env.pagesVersion;

function timezoneName(timezone: string, locale: string, at: number): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: timezone, timeZoneName: "shortGeneric" });
  return format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? timezone;
}
