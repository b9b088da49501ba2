import { applyDelta } from "../../../domain/board/apply.ts";
import type { Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import type { Replay, ReplaySpeed } from "../../../domain/wire/replay.ts";

/** Frames a second of playing, and how many are asked for at once. */
const FRAMES_A_SECOND = 2;
const FRAMES_A_STRETCH = 60;

/** Shop seconds between two frames at a speed. */
export const stepSeconds = (speed: ReplaySpeed): number => speed / FRAMES_A_SECOND;

/** How much shop time is asked for at once, in ms. */
export const stretchMs = (speed: ReplaySpeed): number => stepSeconds(speed) * FRAMES_A_STRETCH * 1_000;

/** A stretch of frames with the board of one of its moments, which goes forward by the live reducer. */
export class StretchPlayer {
  readonly fromMs: number;
  readonly toMs: number;
  #board: Snapshot;
  #next = 0;

  constructor(private readonly replay: Replay) {
    this.fromMs = Date.parse(replay.from);
    this.toMs = Date.parse(replay.to);
    this.#board = replay.snapshot;
  }

  has(atMs: number): boolean {
    return atMs >= this.fromMs && atMs <= this.toMs;
  }

  /** The board of the newest frame that is not after a moment of the stretch. @throws when frames are missing */
  boardAt(atMs: number): Snapshot {
    const { snapshot, deltas } = this.replay;
    if (Date.parse(this.#board.asOf) > atMs) {
      this.#board = snapshot;
      this.#next = 0;
    }
    for (
      let delta = deltas[this.#next];
      delta && Date.parse(delta.asOf) <= atMs;
      delta = deltas[this.#next]
    ) {
      const board = applyDelta(this.#board, delta);
      if (board === "gap") throw new Error("a replay left out a frame");
      this.#board = board;
      this.#next++;
    }
    return this.#board;
  }

  /** Where the delay sat, as far as it is known up to a moment. */
  delayAt(atMs: number): DelaySummary | null {
    return this.replay.delays.findLast(({ asOf }) => Date.parse(asOf) <= atMs) ?? null;
  }

  /** The moment of the frame before the one that a moment shows; null: there is none in this stretch. */
  momentBefore(atMs: number): number | null {
    const shown = Date.parse(this.boardAt(atMs).asOf);
    const moments = [this.fromMs, ...this.replay.deltas.map(({ asOf }) => Date.parse(asOf))];
    return moments.findLast((moment) => moment < shown) ?? null;
  }
}
