import type { SourceHeard } from "../../db/stores/sources.ts";
import { HISTORY_MS } from "../../domain/health/silence.ts";
import type { SourceHour } from "../../domain/health/usual.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What happened longer before it was received is history: of shop time, and of machine time for the way it took. */
const LIVE_WITHIN_SHOP_MS = 2 * HOUR_MS;
const LIVE_WITHIN_MACHINE_MS = 5_000;

interface Tally {
  lastEventAt: number;
  lastReceivedAt: number;
  live: Map<number, { events: number; minutes: Set<number> }>;
  late: Map<number, number>;
}

/** When a batch was received. */
export interface Moment {
  /** Epoch ms. */
  shopNow: number;
  machineNow: number;
  /** Shop ms per machine ms. */
  speed: number;
}

/** Adds up what each source brought, by hours of shop time, until it is taken to be written. */
export class HeardSources {
  #tallies = new Map<string, Tally>();

  add(events: readonly { source: string; occurredAt: number }[], now: Moment): void {
    const liveFrom = now.shopNow - LIVE_WITHIN_SHOP_MS - LIVE_WITHIN_MACHINE_MS * now.speed;
    const keptFrom = now.shopNow - HISTORY_MS;
    let source: string | null = null;
    let tally!: Tally;
    let live = 0;
    for (const event of events) {
      if (event.source !== source) {
        if (live > 0) addLive(tally, live, now.shopNow);
        source = event.source;
        tally = this.#tally(source);
        tally.lastReceivedAt = now.machineNow;
        live = 0;
      }
      const { occurredAt } = event;
      if (occurredAt > tally.lastEventAt) tally.lastEventAt = occurredAt;
      if (occurredAt >= liveFrom) live++;
      else if (occurredAt >= keptFrom) {
        const hour = occurredAt - (occurredAt % HOUR_MS);
        tally.late.set(hour, (tally.late.get(hour) ?? 0) + 1);
      }
    }
    if (live > 0) addLive(tally, live, now.shopNow);
  }

  /** What was added since it was last taken. */
  take(): { sources: SourceHeard[]; hours: (SourceHour & { source: string })[] } {
    const tallies = this.#tallies;
    this.#tallies = new Map();
    const sources: SourceHeard[] = [];
    const hours: (SourceHour & { source: string })[] = [];
    for (const [source, { lastEventAt, lastReceivedAt, live, late }] of tallies) {
      sources.push({ key: source, lastEventAt, lastReceivedAt });
      for (const at of new Set([...live.keys(), ...late.keys()])) {
        const { events = 0, minutes = new Set<number>() } = live.get(at) ?? {};
        const mask = Array.from({ length: 60 }, (_, minute) => (minutes.has(minute) ? "1" : "0")).join("");
        hours.push({ source, at, live: events, late: late.get(at) ?? 0, minutes: mask });
      }
    }
    return { sources, hours };
  }

  #tally(source: string): Tally {
    let tally = this.#tallies.get(source);
    if (tally === undefined) {
      tally = { lastEventAt: 0, lastReceivedAt: 0, live: new Map(), late: new Map() };
      this.#tallies.set(source, tally);
    }
    return tally;
  }
}

function addLive(tally: Tally, events: number, shopNow: number): void {
  const at = shopNow - (shopNow % HOUR_MS);
  let hour = tally.live.get(at);
  if (hour === undefined) {
    hour = { events: 0, minutes: new Set() };
    tally.live.set(at, hour);
  }
  hour.events += events;
  hour.minutes.add(Math.floor((shopNow - at) / MINUTE_MS));
}
