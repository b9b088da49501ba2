import { HOUR_MS } from "./grains.ts";

/** A stretch of time, whole or cut into the hours (UTC) that it touches. Epoch ms; `to` is not in it. */
export interface Columns {
  fromMs: number;
  toMs: number;
  byHour: boolean;
}

/** The columns with their ends; the first and the last may be parts of an hour. Epoch ms. */
export function columnsOf({ fromMs, toMs, byHour }: Columns): { startMs: number; endMs: number }[] {
  if (!byHour) return [{ startMs: fromMs, endMs: toMs }];
  const columns = [];
  for (let hour = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hour < toMs; hour += HOUR_MS) {
    columns.push({ startMs: Math.max(hour, fromMs), endMs: Math.min(hour + HOUR_MS, toMs) });
  }
  return columns;
}
