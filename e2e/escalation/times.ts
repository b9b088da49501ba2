/** The day on which every story is told: a Wednesday, on which all clocks of the defaults run. */
const DAY = "2026-11-11";
const DAY_MS = 86_400_000;
const FORMAT = /^(?:(\+\d) )?(\d\d:\d\d)(:\d\d)?$/;

/** "14:00", "14:00:30" or, on a later day, "+1 09:00", in the shop's own zone → epoch ms. */
export function timeOf(text: string): number {
  const parts = FORMAT.exec(text);
  if (!parts) throw new Error(`${JSON.stringify(text)} is no time of a story`);
  const [, days = "+0", minutes, seconds = ":00"] = parts;
  return Date.parse(`${DAY}T${minutes}${seconds}+08:00`) + Number(days) * DAY_MS;
}

/** Epoch ms → "14:00:30" with its day, for people who read a failure. */
export function showTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(5, 19).replace("T", " ");
}
