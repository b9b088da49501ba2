import { instantToLocal, localToInstant } from "../time/zone.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Part of a day as local times "HH:MM"; past midnight when `to` is not later than `from`. */
export interface DailyWindow {
  from: string;
  to: string;
}

/** The window that begins on a local day, as instants [start, end). @param day local days since 1970 */
function windowOn(timezone: string, day: number, { from, to }: DailyWindow): [number, number] {
  const begins = day * DAY_MS + timeOfDay(from);
  const ends = day * DAY_MS + timeOfDay(to);
  return [localToInstant(timezone, begins), localToInstant(timezone, ends > begins ? ends : ends + DAY_MS)];
}

/** Whether one of the windows holds an instant. */
export function isWithin(timezone: string, windows: readonly DailyWindow[], atMs: number): boolean {
  const today = Math.floor(instantToLocal(timezone, atMs) / DAY_MS);
  return windows.some((window) =>
    [today - 1, today].some((day) => {
      const [start, end] = windowOn(timezone, day, window);
      return start <= atMs && atMs < end;
    }),
  );
}

/** Every instant strictly between two at which one of the windows begins or ends. */
export function windowEdges(
  timezone: string,
  windows: readonly DailyWindow[],
  fromMs: number,
  toMs: number,
): number[] {
  const first = Math.floor(instantToLocal(timezone, fromMs) / DAY_MS) - 1;
  const last = Math.floor(instantToLocal(timezone, toMs) / DAY_MS) + 1;
  const edges: number[] = [];
  for (let day = first; day <= last; day++)
    for (const window of windows) edges.push(...windowOn(timezone, day, window));
  return edges.filter((edge) => fromMs < edge && edge < toMs);
}

function timeOfDay(text: string): number {
  const [hours, minutes] = text.split(":");
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
}
