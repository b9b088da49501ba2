import { type Day, dayOf, startOf } from "../chance/time.ts";
import { type Faults, REAL_FAULTS, TOLD_WITHIN_MS, tellingTimes } from "../feed/delay.ts";
import { toEvent, type WireEvent } from "../feed/wire.ts";
import { deliverBulky, deliverParcel } from "../journey/deliver.ts";
import { prepare } from "../journey/prepare.ts";
import { type Catalogue, makeCatalogue } from "./catalogue.ts";
import { type Departure, Dock, type Season } from "./dock.ts";
import { Incidents } from "./incidents.ts";
import { type Order, placeOrder, tell } from "./order.ts";
import { TimeQueue } from "./queue.ts";
import { Demand } from "./volume.ts";

export interface ShopOptions {
  seed: number;
  /** Orders on the greatest festival's day; an ordinary day has a tenth of it. */
  peakPerDay: number;
  /** The instant at which the shop opened its doors (epoch ms): its own sales count from there. Absent: it has none. */
  openedAt?: number;
  faults?: Faults;
}

/**
 * No order and no queue reaches further back than this: the longest life of an order, from a made-to-order
 * wardrobe that waits for a truck to its return (shop.test.ts holds it). Deriving the shop from here gives what
 * deriving it from its first day would.
 */
export const MEMORY_DAYS = 52;

/** An event and the instant at which its source tells it (epoch ms). */
export interface Telling {
  at: number;
  event: WireEvent;
}

type Happening = { at: number; key: number; index: number } & (
  | { kind: "day"; day: Day }
  | { kind: "dock"; order: Order }
  | { kind: "truck"; departure: Departure }
  | { kind: "season"; season: Season }
  | { kind: "tell"; order: Order }
);

/**
 * A shop as a function of its seed: opened at any instant it goes on as if it had never been closed, and tells
 * the same events with the same ids. Nothing needs to be remembered between two runs.
 */
export class Shop {
  private readonly queue = new TimeQueue<Happening>();
  private readonly demand: Demand;
  private readonly incidents: Incidents;
  private readonly dock: Dock;
  private readonly catalogue: Catalogue;
  private readonly faults: Faults;
  /** Tellings before this instant are not made. */
  private toldFrom = 0;
  /** While warming up with a past: orders that are not over then. */
  private alive: Set<Order> | null = null;

  constructor(private readonly options: ShopOptions) {
    this.demand = new Demand(options.openedAt === undefined ? null : dayOf(options.openedAt));
    this.incidents = new Incidents(options.seed, this.demand);
    this.dock = new Dock(options.seed, options.peakPerDay, this.demand);
    this.catalogue = makeCatalogue(options.seed);
    this.faults = options.faults ?? REAL_FAULTS;
  }

  /**
   * Opens the shop: what follows is told from `atMs` on.
   * @param withPast also tell the whole past of the orders that are open then, as a connector's first pull does
   * @returns that past, in the order of telling
   */
  open(atMs: number, withPast: boolean): Telling[] {
    this.toldFrom = atMs;
    this.alive = withPast ? new Set() : null;
    const firstDay = dayOf(atMs) - MEMORY_DAYS;
    this.queue.push({ kind: "day", day: firstDay, at: startOf(firstDay), key: 0, index: 0 });
    for (const _ of this.until(atMs)) throw new Error("the shop told something before it was open");
    const past = this.pastOfAlive();
    this.alive = null;
    return past;
  }

  /** What is told before `toMs`, in the order of telling; each telling once. */
  *until(toMs: number): Generator<Telling> {
    for (let next = this.queue.peek(); next && next.at < toMs; next = this.queue.peek()) {
      this.queue.pop();
      if (next.kind === "tell") yield this.tellingOf(next.order, next.index, next.at);
      else this.happen(next);
    }
  }

  private happen(happening: Exclude<Happening, { kind: "tell" }>): void {
    if (happening.kind === "day") this.beginDay(happening.day);
    else if (happening.kind === "dock") this.reachDock(happening.order, happening.at);
    else if (happening.kind === "truck") this.sendTruck(happening.departure);
    else this.sendTrucks(this.dock.end(happening.season));
  }

  private beginDay(day: Day): void {
    const { seed, peakPerDay } = this.options;
    this.demand.placementsOn(day, seed, peakPerDay).forEach((placedAt, index) => {
      this.begin(placeOrder(seed, day, index, placedAt));
    });
    this.queue.push({ kind: "day", day: day + 1, at: startOf(day + 1), key: 0, index: 0 });
  }

  private begin(order: Order): void {
    const packedAt = prepare(order, this.incidents);
    if (packedAt === null) order.planned = true;
    else if (!order.bulky) {
      deliverParcel(order, "main", packedAt, this.incidents);
      if (order.random.chance(0.05)) deliverParcel(order, "parcel:2", packedAt, this.incidents);
      order.planned = true;
    } else {
      if (order.mixed) deliverParcel(order, "parcel:1", packedAt, this.incidents);
      const actor = { kind: "staff", id: "ds-gate", name: "月台" };
      tell(order, packedAt, "phone-scan", "main", "bulky_dispatch", { actor });
      this.queue.push({ kind: "dock", order, at: packedAt, key: order.key, index: 0 });
    }
    this.announce(order, 0);
  }

  private reachDock(order: Order, atMs: number): void {
    const season = this.dock.arrive(order, atMs);
    if (!season) return;
    this.sendTrucks(this.dock.departures(season).filter((truck) => truck.at >= atMs));
    this.queue.push({ kind: "season", season, at: this.dock.endOf(season), key: 0, index: 0 });
  }

  private sendTruck(departure: Departure): void {
    for (const order of this.dock.load(departure)) {
      const known = order.steps.length;
      deliverBulky(order, departure.at, this.incidents);
      order.planned = true;
      this.announce(order, known);
    }
  }

  private sendTrucks(departures: Departure[]): void {
    for (const departure of departures) {
      this.queue.push({ kind: "truck", departure, at: departure.at, key: 0, index: 0 });
    }
  }

  /** Schedules the telling of an order's steps from `fromIndex` on. */
  private announce(order: Order, fromIndex: number): void {
    const { steps } = order;
    for (let index = fromIndex; index < steps.length; index++) {
      const step = steps[index]!;
      // Most of a warm-up is long told: not worth a stream of chance.
      if (step.at + TOLD_WITHIN_MS < this.toldFrom) continue;
      for (const at of tellingTimes(this.options.seed, order, index, step, this.faults)) {
        order.toldUntil = Math.max(order.toldUntil, at);
        if (at >= this.toldFrom) this.queue.push({ kind: "tell", order, at, key: order.key, index });
      }
    }
    if (order.planned && order.toldUntil < this.toldFrom) this.alive?.delete(order);
    else this.alive?.add(order);
  }

  private tellingOf(order: Order, index: number, at: number): Telling {
    return { at, event: toEvent(order, index, this.options.seed, this.catalogue) };
  }

  private pastOfAlive(): Telling[] {
    const past: { order: Order; index: number; at: number }[] = [];
    for (const order of this.alive ?? []) {
      for (let index = 0; index < order.steps.length; index++) {
        for (const at of tellingTimes(this.options.seed, order, index, order.steps[index]!, this.faults)) {
          if (at < this.toldFrom) past.push({ order, index, at });
        }
      }
    }
    past.sort((a, b) => a.at - b.at || a.order.key - b.order.key || a.index - b.index);
    return past.map(({ order, index, at }) => this.tellingOf(order, index, at));
  }
}
