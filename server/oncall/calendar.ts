import ical, { ICalCalendarMethod } from "ical-generator";
import type { ScheduleVersion } from "../../domain/oncall/types.ts";

interface CalendarSpan {
  fromAt: number;
  toAt: number;
  person: { name: string } | null;
  overrideId: string | null;
}

/** How often calendar apps should look again. */
const REFRESH_S = 3_600;

/**
 * A schedule's spans as an iCalendar file: names and times, no way to reach anybody.
 * @param nowMs shop time, epoch ms
 */
export function calendarOf(
  { key, nameZh }: ScheduleVersion,
  spans: readonly CalendarSpan[],
  nowMs: number,
): string {
  const calendar = ical({
    name: nameZh,
    prodId: { company: "andon", product: "on-call", language: "ZH" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_S,
  });
  for (const { fromAt, toAt, person, overrideId } of spans) {
    // That nobody was on call once is of no use in anybody's calendar.
    if (person === null && toAt <= nowMs) continue;
    calendar.createEvent({
      // One span keeps its name when the feed is read again, so that an app moves it and does not double it.
      id: `${key}-${fromAt}@andon`,
      start: new Date(fromAt),
      end: new Date(toAt),
      stamp: new Date(nowMs),
      summary: person ? `${person.name} 值班 · ${nameZh}` : `没人值班 · ${nameZh}`,
      ...(overrideId !== null && { description: "替班" }),
    });
  }
  return calendar.toString();
}
