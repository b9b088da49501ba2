// Local times of the data and of the shop, as instants.
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DATA_ZONE = "America/Sao_Paulo";

/** The warehouse works from 08:00 to 20:00 of the shop's zone, every day: minute by minute would do, day by day is quicker. */
export function workedUntil(from, work, zone) {
  let left = work;
  for (let day = startOfDay(from, zone); ; day += DAY) {
    const opens = Math.max(from, day + 8 * HOUR);
    const closes = day + 20 * HOUR;
    if (opens >= closes) continue;
    if (opens + left <= closes) return opens + left;
    left -= closes - opens;
  }
}

/** Midnight of the shop's zone; exact for zones without clock changes, as the default is. */
function startOfDay(at, zone) {
  const local = at + offsetOf(zone, at);
  return at - (((local % DAY) + DAY) % DAY);
}

export function instantOf(local) {
  const [, y, mo, d, h, mi, s] = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(local);
  const asUtc = Date.UTC(y, mo - 1, d, h, mi, s);
  // Of the instants that show this local time the first; where a clock change skipped it, later by the gap.
  const offsets = [offsetOf(DATA_ZONE, asUtc - DAY), offsetOf(DATA_ZONE, asUtc + DAY)];
  const fits = offsets.map((offset) => asUtc - offset).filter((at) => at + offsetOf(DATA_ZONE, at) === asUtc);
  return fits.length > 0 ? Math.min(...fits) : asUtc - offsets[0];
}

/** Offsets only change on the hour in these zones, so one question an hour is enough. */
function offsetOf(name, at) {
  offsetOf.known ??= new Map();
  const hour = Math.floor(at / HOUR);
  const known = `${name} ${hour}`;
  if (!offsetOf.known.has(known)) {
    const shown = new Date(hour * HOUR).toLocaleString("sv-SE", { timeZone: name });
    offsetOf.known.set(known, Date.parse(`${shown.replace(" ", "T")}Z`) - hour * HOUR);
  }
  return offsetOf.known.get(known);
}
