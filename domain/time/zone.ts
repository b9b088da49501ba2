const DAY_MS = 86_400_000;
/** Clock changes of one zone lie weeks apart, so a span holds at most one. */
const SPAN_MS = 4 * DAY_MS;
const SECOND_MS = 1000;

/** The offsets within one span: `before` until `changesAt`, `after` from then on. */
interface Span {
  before: number;
  after: number;
  changesAt: number;
}

interface Zone {
  format: Intl.DateTimeFormat;
  spans: Map<number, Span>;
  /** The span asked for last: neighbours in a file or a fold ask for the same one. */
  lastIndex: number;
  last: Span;
}

const zones = new Map<string, Zone>();

/**
 * What to add to UTC to get local time at an instant.
 * @param zone IANA time zone
 * @param instantMs epoch ms
 * @returns ms, positive east of Greenwich
 * @throws RangeError for a zone that does not exist
 */
export function offsetAt(zone: string, instantMs: number): number {
  const known = zones.get(zone) ?? openZone(zone);
  const index = Math.floor(instantMs / SPAN_MS);
  if (index !== known.lastIndex) {
    let found = known.spans.get(index);
    if (found === undefined) {
      found = measure(known.format, index * SPAN_MS);
      known.spans.set(index, found);
    }
    known.last = found;
    known.lastIndex = index;
  }
  return instantMs < known.last.changesAt ? known.last.before : known.last.after;
}

/** Local time at an instant, as if it were UTC: read its fields with the getUTC methods of Date. */
export function instantToLocal(zone: string, instantMs: number): number {
  return instantMs + offsetAt(zone, instantMs);
}

/**
 * The instant of a local time. One that a clock change skipped or doubled is read as Temporal's `compatible` does:
 * with the offset from before the change (a skipped time moves on by the gap, of a doubled one the first is meant).
 * @param zone IANA time zone
 * @param localMs Date.UTC(…) of the local fields
 * @returns epoch ms
 * @throws RangeError for a zone that does not exist
 */
export function localToInstant(zone: string, localMs: number): number {
  // No offset is as large as a day, so these two lie on either side of any change near this local time.
  const before = offsetAt(zone, localMs - DAY_MS);
  const after = offsetAt(zone, localMs + DAY_MS);
  const first = localMs - before;
  if (before === after || offsetAt(zone, first) === before) return first;
  const second = localMs - after;
  return offsetAt(zone, second) === after ? second : first;
}

function openZone(zone: string): Zone {
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const opened = {
    format,
    spans: new Map(),
    lastIndex: Number.NaN,
    last: { before: 0, after: 0, changesAt: 0 },
  };
  zones.set(zone, opened);
  return opened;
}

function measure(format: Intl.DateTimeFormat, startMs: number): Span {
  const before = ask(format, startMs);
  const after = ask(format, startMs + SPAN_MS);
  if (before === after) return { before, after, changesAt: Number.POSITIVE_INFINITY };
  let low = startMs;
  let high = startMs + SPAN_MS;
  while (high - low > SECOND_MS) {
    const middle = low + Math.floor((high - low) / 2 / SECOND_MS) * SECOND_MS;
    if (ask(format, middle) === before) low = middle;
    else high = middle;
  }
  return { before, after, changesAt: high };
}

function ask(format: Intl.DateTimeFormat, instantMs: number): number {
  const field: Record<string, number> = {};
  for (const part of format.formatToParts(instantMs)) field[part.type] = Number(part.value);
  const { year, month, day, hour, minute, second } = field as Record<string, number>;
  const local = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  return local - Math.floor(instantMs / SECOND_MS) * SECOND_MS;
}
