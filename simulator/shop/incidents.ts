import { Random } from "../chance/random.ts";
import { atHour, type Day, dayOf, HOUR_MS, MINUTE_MS } from "../chance/time.ts";
import { LINES, type Line } from "./places.ts";
import type { Demand } from "./volume.ts";

/** What goes wrong for many orders at once on a day. */
interface DayIncidents {
  /** The ERP jams: no stock is allocated meanwhile. Null: a good day. */
  jam: { from: number; to: number } | null;
  /** The warehouse that is short of hands, and how much slower it is. */
  shortStaffed: { warehouse: string; factor: number } | null;
  /** A hub is snowed under or flooded: parcels of this line get stuck. */
  storm: Line | null;
}

const JAM_CHANCE = 0.35;
const SHORT_STAFFED_CHANCE = 0.2;
const STORM_CHANCE = 0.14;

/** The incidents of a shop, each day's a function of seed and day. */
export class Incidents {
  private readonly days = new Map<Day, DayIncidents>();

  constructor(
    private readonly seed: number,
    private readonly demand: Demand,
  ) {}

  private on(day: Day): DayIncidents {
    let found = this.days.get(day);
    if (!found) {
      found = invent(new Random(this.seed, day, 3), day);
      this.days.set(day, found);
    }
    return found;
  }

  /** When an allocation that would end at `atMs` really ends. */
  afterJam(atMs: number, random: Random): number {
    const { jam } = this.on(dayOf(atMs));
    if (!jam || atMs < jam.from || atMs >= jam.to) return atMs;
    return jam.to + random.between(0, 25 * MINUTE_MS);
  }

  /** Factor on the time that warehouse work takes. */
  slowness(atMs: number, warehouse: string): number {
    const day = dayOf(atMs);
    const { shortStaffed } = this.on(day);
    const hands = shortStaffed?.warehouse === warehouse ? shortStaffed.factor : 1;
    // More hands are hired for a festival, though never enough.
    return hands * this.demand.pressureOn(day) ** 0.28;
  }

  /** Factor on the time that a review by hand takes. */
  reviewSlowness(atMs: number): number {
    return this.demand.pressureOn(dayOf(atMs)) ** 0.2;
  }

  isStormy(atMs: number, line: Line): boolean {
    return this.on(dayOf(atMs)).storm === line;
  }
}

function invent(random: Random, day: Day): DayIncidents {
  const jamFrom = atHour(day, random.between(9, 21));
  const jam = { from: jamFrom, to: jamFrom + random.between(1.2, 2.8) * HOUR_MS };
  const shortStaffed = { warehouse: random.pick(["杭州仓", "佛山仓"]), factor: random.between(1.3, 1.8) };
  const storm = random.pick(LINES);
  return {
    jam: random.chance(JAM_CHANCE) ? jam : null,
    shortStaffed: random.chance(SHORT_STAFFED_CHANCE) ? shortStaffed : null,
    storm: random.chance(STORM_CHANCE) ? storm : null,
  };
}
