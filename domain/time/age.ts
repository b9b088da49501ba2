const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A duration as people say it: which message to use, and its numbers. */
export interface Age {
  form: "seconds" | "underMinute" | "minutes" | "hours" | "hoursMinutes" | "days" | "daysHours";
  values: Record<string, number>;
}

/**
 * Cuts a duration to its two largest units; seconds are said only when asked for, below a minute.
 * @param ms a negative duration (a clock that is a little ahead) counts as none
 */
export function ageOf(ms: number, options: { seconds?: boolean } = {}): Age {
  const left = Math.max(0, ms);
  if (left < MINUTE_MS) {
    if (!options.seconds) return { form: "underMinute", values: {} };
    return { form: "seconds", values: { s: Math.floor(left / SECOND_MS) } };
  }
  if (left < HOUR_MS) return { form: "minutes", values: { m: Math.floor(left / MINUTE_MS) } };
  if (left < DAY_MS) {
    const h = Math.floor(left / HOUR_MS);
    const m = Math.floor((left % HOUR_MS) / MINUTE_MS);
    return m === 0 ? { form: "hours", values: { h } } : { form: "hoursMinutes", values: { h, m } };
  }
  const d = Math.floor(left / DAY_MS);
  const h = Math.floor((left % DAY_MS) / HOUR_MS);
  return h === 0 ? { form: "days", values: { d } } : { form: "daysHours", values: { d, h } };
}
