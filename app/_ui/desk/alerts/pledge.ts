import { instantToLocal, localToInstant } from "../../../../domain/time/zone.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Until when somebody says that it will be done. */
export type PledgeChoice =
  | { kind: "half_hour" }
  | { kind: "hour" }
  | { kind: "off_work" }
  /** A time of day "HH:MM". */
  | { kind: "at"; time: string };

/**
 * The instant that a choice means, epoch ms of shop time; a time of day is the next one that comes.
 * @param offWork when the node's people go home, "HH:MM" (24:00 allowed)
 * @returns null for a time that cannot be read
 */
export function pledgeUntil(
  choice: PledgeChoice,
  nowMs: number,
  timezone: string,
  offWork: string,
): number | null {
  switch (choice.kind) {
    case "half_hour":
      return nowMs + HOUR_MS / 2;
    case "hour":
      return nowMs + HOUR_MS;
    case "off_work":
      return nextTime(offWork, nowMs, timezone);
    case "at":
      return nextTime(choice.time, nowMs, timezone);
  }
}

function nextTime(time: string, nowMs: number, timezone: string): number | null {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(time);
  const [hour, minute] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!parts || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  const local = instantToLocal(timezone, nowMs);
  const today = Math.floor(local / DAY_MS) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
  const at = localToInstant(timezone, today);
  return at > nowMs ? at : localToInstant(timezone, today + DAY_MS);
}
