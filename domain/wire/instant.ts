/** Instants outside these years are typing errors, not facts. */
export const FIRST_INSTANT = Date.UTC(2000, 0, 1);
export const LAST_INSTANT = Date.UTC(2100, 0, 1) - 1;

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;
const MAX_OFFSET_MINUTES = 18 * 60;

/**
 * Reads an RFC 3339 date-time with offset and cuts it to milliseconds.
 * @returns epoch ms, or what is wrong with the text
 */
export function parseInstant(text: string): number | { problem: string } {
  const match = RFC3339.exec(text);
  if (!match) {
    return { problem: "must be RFC 3339 with an offset, such as 2026-03-01T12:00:00+08:00" };
  }
  const [, year, month, day, hour, minute, second, fraction, offset] = match as unknown as string[];
  const ms = Number(`${fraction ?? ""}000`.slice(0, 3));
  const local = Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second!, ms);
  const valid =
    +hour! < 24 &&
    +minute! < 60 &&
    +second! < 60 &&
    new Date(local).getUTCDate() === +day! &&
    +month! >= 1 &&
    +month! <= 12;
  if (!valid) return { problem: "names a date or time that does not exist" };
  const instant = local - offsetMinutes(offset!) * 60_000;
  if (Number.isNaN(instant)) return { problem: "has an offset that does not exist" };
  if (instant < FIRST_INSTANT || instant > LAST_INSTANT)
    return { problem: "must be between the years 2000 and 2099" };
  return instant;
}

function offsetMinutes(offset: string): number {
  if (offset === "Z" || offset === "z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  if (minutes > MAX_OFFSET_MINUTES || Number(offset.slice(4, 6)) > 59) return Number.NaN;
  return offset.startsWith("-") ? -minutes : minutes;
}
