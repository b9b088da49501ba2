import { type HoursQuestion, readArrived, readLeft } from "../../db/stores/past-hours.ts";
import { AGE_STEPS_MS } from "../../domain/forecast/ages.ts";
import { AHEAD_MS } from "../../domain/forecast/forecast-node.ts";
import { LOOK_BACK_HOURS } from "../../domain/forecast/look-back.ts";
import type { NodeTime } from "../../domain/forecast/node-time.ts";
import type { PastHour } from "../../domain/forecast/types.ts";
import type { Context } from "../platform/context.ts";

const HOUR_MS = 3_600_000;
/** What sources tell so late is still counted: younger hours are read anew each time. */
const LATE_HOURS = 6;

interface Hour {
  arrivals: number;
  shortArrivals: number;
  left: Map<number, number>;
}

/** Hourly sums of arrivals and departures by node. Keeps the hours that are over, so that each is read a few times. */
export class PastHours {
  #nodes = new Map<string, Map<number, Hour>>();
  /** Hours before it are kept as they are; null: none. */
  #keptUntil: number | null = null;
  #revision = -1;

  /**
   * The last hours of the nodes, the newest one ending at the moment.
   * @param revision of the settings that `times` come from
   */
  async read(
    sql: Context["sql"],
    times: ReadonlyMap<string, NodeTime>,
    revision: number,
    nowMs: number,
  ): Promise<ReadonlyMap<string, PastHour[]>> {
    const thisHour = Math.floor(nowMs / HOUR_MS);
    const first = thisHour - LOOK_BACK_HOURS;
    if (revision !== this.#revision || (this.#keptUntil ?? 0) > thisHour) this.#keptUntil = null;
    const from = Math.max(first, this.#keptUntil ?? first);
    const question: HoursQuestion = {
      nodes: [...times].map(([node, time]) => ({ node, ...time })),
      fromMs: from * HOUR_MS,
      toMs: nowMs,
      steps: AGE_STEPS_MS,
      shortMs: AHEAD_MS,
    };
    const [left, arrived] = await Promise.all([readLeft(sql, question), readArrived(sql, question)]);
    this.#forget(first, from, this.#keptUntil === null);
    for (const { node, hour, step, visits } of left) this.#hour(node, hour).left.set(step, visits);
    for (const { node, hour, visits, short } of arrived) {
      Object.assign(this.#hour(node, hour), { arrivals: visits, shortArrivals: short });
    }
    this.#keptUntil = thisHour - LATE_HOURS;
    this.#revision = revision;
    return new Map([...times.keys()].map((node) => [node, this.#past(node, first, nowMs)]));
  }

  #past(node: string, first: number, nowMs: number): PastHour[] {
    const hours = this.#nodes.get(node);
    const past: PastHour[] = [];
    for (let hour = first; hour * HOUR_MS < nowMs; hour++) {
      const sums = hours?.get(hour) ?? emptyHour();
      past.push({ startMs: hour * HOUR_MS, endMs: Math.min((hour + 1) * HOUR_MS, nowMs), ...sums });
    }
    return past;
  }

  #hour(node: string, hour: number): Hour {
    const hours = this.#nodes.get(node) ?? new Map<number, Hour>();
    this.#nodes.set(node, hours);
    const found = hours.get(hour) ?? emptyHour();
    hours.set(hour, found);
    return found;
  }

  /** Hours that are too old, and those that were read anew. */
  #forget(first: number, from: number, all: boolean): void {
    if (all) this.#nodes.clear();
    for (const hours of this.#nodes.values()) {
      for (const hour of hours.keys()) if (hour < first || hour >= from) hours.delete(hour);
    }
  }
}

function emptyHour(): Hour {
  return { arrivals: 0, shortArrivals: 0, left: new Map() };
}
