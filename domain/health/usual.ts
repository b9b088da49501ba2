const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** One hour of shop time of one source. */
export interface SourceHour {
  /** Its start, epoch ms. */
  at: number;
  /** Events received in it, soon after they happened. */
  live: number;
  /** Events that happened in it and were received long after: an import, a history. */
  late: number;
  /** Sixty of 0 and 1, the first minute first: those in which live ones were received. */
  minutes: string;
}

interface Known extends SourceHour {
  /** Events of all hours before it. */
  before: number;
  /** What counts of this hour. */
  events: number;
  /** How many minutes are 1. */
  busy: number;
}

/**
 * What a source usually brings. Up to its first live event only its history tells, by when things happened; from then on
 * what was received tells, by when it came.
 */
export class Usual {
  /** Since when anything is known of it, epoch ms; null: nothing is. */
  readonly knownSince: number | null;
  /** End of the last minute in which something live came, epoch ms; null: nothing ever did. */
  readonly busyUntil: number | null;
  readonly #hours: Known[] = [];

  /** @param hours ascending, without those in which nothing came */
  constructor(hours: readonly SourceHour[]) {
    const firstLive = hours.find((hour) => hour.minutes.includes("1"))?.at ?? Number.POSITIVE_INFINITY;
    let before = 0;
    for (const hour of hours) {
      const events = (hour.at >= firstLive ? hour.live : 0) + (hour.at <= firstLive ? hour.late : 0);
      this.#hours.push({ ...hour, before, events, busy: countOnes(hour.minutes, 60) });
      before += events;
    }
    const first = this.#hours[0];
    const begins = first && first.late === 0 ? Math.max(0, first.minutes.indexOf("1")) : 0;
    this.knownSince = first ? first.at + begins * MINUTE_MS : null;
    const last = this.#hours.findLast((hour) => hour.busy > 0);
    this.busyUntil = last ? last.at + (last.minutes.lastIndexOf("1") + 1) * MINUTE_MS : null;
  }

  /** Events in a span; within an hour by its busy minutes, or evenly where those are not known. */
  between(fromMs: number, toMs: number): number {
    return this.#until(toMs) - this.#until(fromMs);
  }

  /** Minutes before an instant in which something live came. */
  busyMinutes(untilMs: number): number {
    return this.#hours.filter((hour) => hour.at < untilMs).reduce((sum, { busy }) => sum + busy, 0);
  }

  /**
   * How long it usually pauses between two bursts, in the hours of a span in which it came at all; ms. An export that is
   * read once an hour pauses for most of it, a stream of orders hardly ever, and a night is no pause.
   */
  pauseMs(fromMs: number, toMs: number): number {
    const busy = this.#hours.filter((hour) => hour.at + HOUR_MS > fromMs && hour.at < toMs && hour.busy > 0);
    let idle = 0;
    let bursts = 0;
    for (const [i, { at, minutes }] of busy.entries()) {
      const first = i === 0 ? minutes.indexOf("1") : 0;
      const seen = minutes.slice(first, Math.ceil(Math.min(toMs - at, HOUR_MS) / MINUTE_MS));
      idle += seen.length - countOnes(seen, seen.length);
      bursts += seen.split("01").length - 1 + (seen.startsWith("1") ? 1 : 0);
    }
    return bursts === 0 ? 0 : (idle / bursts) * MINUTE_MS;
  }

  /** Events before an instant. */
  #until(ms: number): number {
    let low = 0;
    let high = this.#hours.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#hours[middle]!.at <= ms) low = middle + 1;
      else high = middle;
    }
    const hour = this.#hours[low - 1];
    return hour === undefined ? 0 : hour.before + hour.events * shareOf(hour, ms - hour.at);
  }
}

/** The share of an hour's events that lies in its first part. */
function shareOf({ minutes, busy }: Known, partMs: number): number {
  if (partMs >= HOUR_MS) return 1;
  if (busy === 0) return partMs / HOUR_MS;
  const whole = Math.floor(partMs / MINUTE_MS);
  const begun = minutes[whole] === "1" ? (partMs % MINUTE_MS) / MINUTE_MS : 0;
  return (countOnes(minutes, whole) + begun) / busy;
}

function countOnes(minutes: string, until: number): number {
  let ones = 0;
  for (let i = 0; i < until; i++) if (minutes.charCodeAt(i) === 49) ones++;
  return ones;
}
