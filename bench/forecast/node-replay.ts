import { AGE_STEPS_MS, ageStepOf } from "../../domain/forecast/ages.ts";
import { AHEAD_MS } from "../../domain/forecast/forecast-node.ts";
import { LOOK_BACK_HOURS } from "../../domain/forecast/look-back.ts";
import { type NodeTime, nodeTime, timeAt } from "../../domain/forecast/node-time.ts";
import type { NodeSight, PastHour, Waiting } from "../../domain/forecast/types.ts";
import { newest } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";

const HOUR_MS = 3_600_000;

/** One stay at the node; epoch ms, Infinity: never. */
export interface Stay {
  enteredAt: number;
  leftAt: number;
  dueAt: number;
}

interface Cell {
  arrivals: number;
  shortArrivals: number;
  left: Map<number, number>;
}

/** What a forecast of one node had before it at moments of the past, and what came of them. */
export class NodeReplay {
  readonly #time: NodeTime;
  readonly #cells = new Map<number, Cell>();
  readonly #terms: Pick<NodeSight, "node" | "clock" | "calendar">;
  #open: Stay[] = [];
  #next = 0;

  /** @param stays by enteredAt, ascending */
  constructor(
    settings: SettingsHistory,
    key: string,
    private readonly stays: readonly Stay[],
    toMs: number,
  ) {
    const node = newest(settings.nodes.get(key)!);
    const clock = newest(settings.clocks.get(node.clock)!);
    this.#terms = { node, clock, calendar: settings.calendar };
    const fromMs = (stays[0]?.enteredAt ?? toMs) - HOUR_MS;
    this.#time = nodeTime(clock, settings.calendar, fromMs, toMs);
    for (const stay of stays) {
      this.#arrive(this.#cellOf(stay.enteredAt), stay);
      if (stay.leftAt < Number.POSITIVE_INFINITY) this.#leave(this.#cellOf(stay.leftAt), stay);
    }
  }

  /** As the node stood at a moment; moments must ascend. */
  sightAt(nowMs: number): NodeSight {
    this.#open = this.#open.filter(({ leftAt }) => leftAt > nowMs);
    for (; this.#next < this.stays.length && this.stays[this.#next]!.enteredAt <= nowMs; this.#next++) {
      if (this.stays[this.#next]!.leftAt > nowMs) this.#open.push(this.stays[this.#next]!);
    }
    const open = new Array<number>(AGE_STEPS_MS.length).fill(0);
    const waiting: Waiting[] = [];
    const now = timeAt(this.#time, nowMs);
    for (const { enteredAt, dueAt } of this.#open) {
      open[ageStepOf(now - timeAt(this.#time, enteredAt))]!++;
      if (dueAt <= nowMs + AHEAD_MS) waiting.push({ enteredAt, dueAt, count: 1 });
    }
    return { ...this.#terms, past: this.#past(nowMs), open, waiting };
  }

  #past(nowMs: number): PastHour[] {
    const thisHour = Math.floor(nowMs / HOUR_MS);
    const past: PastHour[] = [];
    for (let hour = thisHour - LOOK_BACK_HOURS; hour < thisHour; hour++) {
      const cell = this.#cells.get(hour) ?? emptyCell();
      past.push({ startMs: hour * HOUR_MS, endMs: (hour + 1) * HOUR_MS, ...cell });
    }
    const cell = emptyCell();
    const startMs = thisHour * HOUR_MS;
    for (let i = this.#next - 1; i >= 0 && this.stays[i]!.enteredAt >= startMs; i--)
      this.#arrive(cell, this.stays[i]!);
    for (let i = this.#next - 1; i >= 0; i--) {
      const stay = this.stays[i]!;
      if (stay.leftAt >= startMs && stay.leftAt <= nowMs) this.#leave(cell, stay);
    }
    return [...past, { startMs, endMs: nowMs, ...cell }];
  }

  #cellOf(atMs: number): Cell {
    const hour = Math.floor(atMs / HOUR_MS);
    const cell = this.#cells.get(hour) ?? emptyCell();
    this.#cells.set(hour, cell);
    return cell;
  }

  #arrive(cell: Cell, { enteredAt, dueAt }: Stay): void {
    cell.arrivals++;
    if (dueAt - enteredAt <= AHEAD_MS) cell.shortArrivals++;
  }

  #leave(cell: Cell, { enteredAt, leftAt }: Stay): void {
    const step = ageStepOf(timeAt(this.#time, leftAt) - timeAt(this.#time, enteredAt));
    cell.left.set(step, (cell.left.get(step) ?? 0) + 1);
  }
}

function emptyCell(): Cell {
  return { arrivals: 0, shortArrivals: 0, left: new Map() };
}
