import { instantParts } from "../format/instant.ts";

/** 2026-11-23 14:02, on the wall clock of an IANA time zone; who signed in when may be long ago. */
export function instantWords(iso: string, timezone: string): string {
  const { year, month, day, time } = instantParts(Date.parse(iso), timezone);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${time}`;
}
