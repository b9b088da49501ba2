import { Random } from "../chance/random.ts";
import { atHour, DAY_MS, type Day, dayOf, startOf, weekdayOf } from "../chance/time.ts";
import type { Order } from "./order.ts";
import { LINES, type Line } from "./places.ts";
import { type Demand, PEAK_FACTOR } from "./volume.ts";

/**
 * A line's trucks on an ordinary day: when they leave, and the orders they carry as a share of the line's mean
 * daily arrivals (all below or near 1 in sum: too few). A season is the week in which a line works off its own
 * queue; what it leaves over goes with rented trucks in the days after. So a line's queue depends on nothing
 * before its season, and the shop can be derived again from a few weeks back.
 */
interface Fleet {
  hours: number[];
  /** Orders a day over all trucks, of a shop with one order a day. */
  perOrder: number;
  /** Weekday on which the season begins, 0 Sunday. */
  seasonStarts: number;
}

/** They leave by night too: cities keep heavy trucks out by day. */
const FLEETS: Record<Line, Fleet> = {
  east: { hours: [2, 9.5, 12.5, 15, 18, 21.5], perOrder: 0.061, seasonStarts: 4 },
  south: { hours: [3, 10, 15, 20], perOrder: 0.045, seasonStarts: 1 },
  north: { hours: [5, 11, 16.5, 22.5], perOrder: 0.0405, seasonStarts: 6 },
  west: { hours: [8, 13, 19], perOrder: 0.031, seasonStarts: 2 },
};
const SEASON_DAYS = 7;
const NO_SHOW_CHANCE = 0.06;
/** Trucks hired for a festival bring this much of the extra demand. */
const HIRED_SHARE = 0.3;
/** They come a day late and stay for the rush. */
const HIRED_FOR_DAYS = [1, 2, 3, 4];
/** Rented trucks clear a season's rest in so many days, so many times a day. */
const RENTED_DAYS = 3;
const RENTED_HOURS = [7, 10, 13, 16, 19, 22];

export interface Departure {
  at: number;
  season: Season;
  capacity: number;
}

/** One line's queue over one season. */
export interface Season {
  line: Line;
  firstDay: Day;
  queue: Order[];
}

export const seasonStart = (line: Line, day: Day): Day =>
  day - ((weekdayOf(day) - FLEETS[line].seasonStarts + 7) % 7);

/** The yard: queues by season, and the trucks that empty them. */
export class Dock {
  private readonly seasons = new Map<string, Season>();
  private readonly ordersPerDay: number;

  constructor(
    private readonly seed: number,
    peakPerDay: number,
    private readonly demand: Demand,
  ) {
    this.ordersPerDay = peakPerDay / PEAK_FACTOR;
  }

  /** An order reaches the yard. Returns its season when it is the first of it, else null. */
  arrive(order: Order, atMs: number): Season | null {
    const { line } = order.region;
    const firstDay = seasonStart(line, dayOf(atMs));
    const key = `${line}:${firstDay}`;
    const found = this.seasons.get(key);
    if (found) {
      found.queue.push(order);
      return null;
    }
    const season: Season = { line, firstDay, queue: [order] };
    this.seasons.set(key, season);
    return season;
  }

  /** Loads a truck: first come, first served, but for the few that lie nearer to the gate. */
  load(departure: Departure): Order[] {
    const { season, at, capacity } = departure;
    const random = new Random(this.seed, at, LINES.indexOf(season.line), 5);
    const loaded: Order[] = [];
    while (loaded.length < capacity && season.queue.length > 0) {
      const nearGate = random.chance(0.12) ? random.below(Math.min(season.queue.length, 2 * capacity)) : 0;
      loaded.push(...season.queue.splice(nearGate, 1));
    }
    return loaded;
  }

  /** The season's arrivals are over: rented trucks for what is left. */
  end(season: Season): Departure[] {
    this.seasons.delete(`${season.line}:${season.firstDay}`);
    const firstDay = season.firstDay + SEASON_DAYS;
    const trips = RENTED_DAYS * RENTED_HOURS.length;
    const capacity = Math.ceil(season.queue.length / trips);
    const departures: Departure[] = [];
    for (let i = 0; capacity > 0 && i < trips; i++) {
      const day = firstDay + Math.floor(i / RENTED_HOURS.length);
      departures.push({ at: atHour(day, RENTED_HOURS[i % RENTED_HOURS.length]!), season, capacity });
    }
    return departures;
  }

  /** When a season's arrivals are over (epoch ms). */
  endOf(season: Season): number {
    return startOf(season.firstDay) + SEASON_DAYS * DAY_MS;
  }

  /** The line's own trucks over a season. */
  departures(season: Season): Departure[] {
    const fleet = FLEETS[season.line];
    const departures: Departure[] = [];
    for (let i = 0; i < SEASON_DAYS; i++) {
      const day = season.firstDay + i;
      const random = new Random(this.seed, day, LINES.indexOf(season.line), 4);
      const lately = Math.max(...HIRED_FOR_DAYS.map((ago) => this.demand.on(day - ago)));
      const hired = 1 + HIRED_SHARE * (Math.max(1, lately) - 1);
      const perTruck = (this.ordersPerDay * fleet.perOrder * hired) / fleet.hours.length;
      for (const hour of fleet.hours) {
        const at = atHour(day, hour + random.between(-0.25, 0.4));
        const capacity = Math.max(1, Math.round(perTruck * random.between(0.8, 1.2)));
        if (!random.chance(NO_SHOW_CHANCE)) departures.push({ at: Math.floor(at), season, capacity });
      }
    }
    return departures;
  }
}
