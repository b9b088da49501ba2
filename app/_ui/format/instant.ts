/** A shop-time instant in the parts a screen shows. */
export interface InstantParts {
  /** "14:02" */
  time: string;
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Reads an instant (epoch ms) on the wall clock of an IANA time zone. */
export function instantParts(ms: number, timezone: string): InstantParts {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timezone, format);
  }
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(ms)) parts[type] = value;
  const year = Number(parts.year);
  const month = Number(parts.month);
  const day = Number(parts.day);
  return {
    time: `${parts.hour}:${parts.minute}`,
    year,
    month,
    day,
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
  };
}

const ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** What a message needs to name the month: its number, or its English name. */
export function monthName(month: number, locale: string): string {
  return locale === "en" ? ENGLISH_MONTHS[month - 1]! : String(month);
}
