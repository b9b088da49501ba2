/** Minutes of the shop's day; from > to goes over midnight, from = to is never. */
export interface DayHours {
  fromMinute: number;
  toMinute: number;
}

/** Whether a minute of the day (0 to 1,439) lies in them; the last one does not. */
export function isWithin({ fromMinute, toMinute }: DayHours, minute: number): boolean {
  if (fromMinute <= toMinute) return minute >= fromMinute && minute < toMinute;
  return minute >= fromMinute || minute < toMinute;
}
