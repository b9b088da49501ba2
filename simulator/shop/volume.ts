import { Random } from "../chance/random.ts";
import { type Day, HOUR_MS, monthDayOf, SECOND_MS, startOf, weekdayOf } from "../chance/time.ts";

/** On the greatest festival the shop sells ten times what it sells on an ordinary day. */
export const PEAK_FACTOR = 10;

/** Shopping festivals by month and day; strength 1 lifts the day to PEAK_FACTOR. */
const CALENDAR = new Map([
  ["01-08", 0.3],
  ["02-26", 0.6],
  ["03-08", 0.4],
  ["04-18", 0.25],
  ["05-20", 0.35],
  ["06-18", 0.8],
  ["07-18", 0.25],
  ["08-18", 0.45],
  ["09-09", 0.35],
  ["10-08", 0.6],
  ["11-11", 1],
  ["12-12", 0.5],
]);
/**
 * The shop's own sales, by days since it opened: a member day every ten days, so that one crowds the dock when
 * the shop opens, and an anniversary soon after, as great as the greatest festival.
 */
const MEMBER_DAY = { first: -3, every: 10, strength: 0.2 };
const ANNIVERSARY = { on: 4, strength: 1 };
/** Days before the festival people wait; days after it the orders ebb away: the post-festival surge. */
const BEFORE = [0.72, 0.78, 0.9];
const AFTER = [1, 0.42, 0.26, 0.16, 0.09, 0.04];
const BY_WEEKDAY = [1.12, 0.95, 0.93, 0.95, 1, 1.04, 1.15];

/** Share of a day's orders by hour of day: noon and the evening on the sofa. */
const BY_HOUR = [
  2.6, 1.5, 0.9, 0.6, 0.5, 0.6, 1.1, 2.0, 3.4, 4.8, 5.9, 5.6, 5.2, 5.0, 5.2, 5.1, 4.9, 4.6, 4.7, 5.8, 7.6,
  8.6, 7.9, 5.3,
];
const CUMULATIVE = BY_HOUR.map((_, i) => BY_HOUR.slice(0, i + 1).reduce((a, b) => a + b));
const WHOLE_DAY = CUMULATIVE[23]!;

/** What the shop sells, day by day. */
export class Demand {
  private readonly known = new Map<Day, number>();

  /** @param openingDay the day from which the shop's own sales count; null: it has none */
  constructor(private readonly openingDay: Day | null) {}

  /** How much the shop sells on a day, as a multiple of an ordinary day (chance aside). */
  on(day: Day): number {
    let factor = this.known.get(day);
    if (factor === undefined) {
      factor = this.work(day);
      this.known.set(day, factor);
    }
    return factor;
  }

  /** How hard the house is pressed: recent demand, never below an ordinary day's. */
  pressureOn(day: Day): number {
    return Math.max(1, (this.on(day) + this.on(day - 1)) / 2);
  }

  /** The instants at which a day's orders are placed, ascending (epoch ms, whole seconds). */
  placementsOn(day: Day, seed: number, peakPerDay: number): number[] {
    const random = new Random(seed, day, 1);
    const mean = (peakPerDay / PEAK_FACTOR) * this.on(day);
    // Normal for Poisson: the counts are in the hundreds and more; tiny shops in tests only need the mean.
    const count = Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
    const instants: number[] = [];
    for (let i = 0; i < count; i++) {
      const at = random.next() * WHOLE_DAY;
      const hour = CUMULATIVE.findIndex((sum) => at < sum);
      const within = (at - (CUMULATIVE[hour - 1] ?? 0)) / BY_HOUR[hour]!;
      instants.push(startOf(day) + Math.floor(((hour + within) * HOUR_MS) / SECOND_MS) * SECOND_MS);
    }
    return instants.sort((a, b) => a - b);
  }

  private work(day: Day): number {
    const lifts = AFTER.map((ebb, i) => this.strength(day - i) * (PEAK_FACTOR - 1) * ebb);
    const lift = Math.max(...lifts);
    // A festival's own day is what it is, whatever the weekday.
    if (lift > 0 && lift === lifts[0]) return 1 + lift;
    // Everybody knows the calendar; the shop's own sales come as a surprise.
    const waiting = BEFORE.find((_, i) => CALENDAR.has(monthDayOf(day + i + 1)));
    return (waiting ?? BY_WEEKDAY[weekdayOf(day)]!) + lift;
  }

  private strength(day: Day): number {
    const known = CALENDAR.get(monthDayOf(day)) ?? 0;
    if (this.openingDay === null) return known;
    const age = day - this.openingDay;
    if (age === ANNIVERSARY.on) return Math.max(known, ANNIVERSARY.strength);
    return (age - MEMBER_DAY.first) % MEMBER_DAY.every === 0 ? Math.max(known, MEMBER_DAY.strength) : known;
  }
}
