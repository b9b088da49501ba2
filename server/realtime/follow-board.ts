import type { Redis } from "ioredis";
import { applyDelta } from "../../domain/board/apply.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import type { Delta, Heartbeat, Pulse, Snapshot } from "../../domain/wire/board.ts";
import { prefixOf } from "../live/keys.ts";
import { duplicate } from "../live/pokes.ts";
import { pulseOf, type Signs } from "../live/pulse.ts";
import { type LiveState, readLiveBoard, readLiveState } from "../live/read-board.ts";
import { untilReady } from "../live/until-ready.ts";
import { toWatermark } from "../live/watermark.ts";
import type { Context } from "../platform/context.ts";
import { within } from "../platform/within.ts";
import { deltaOf, type Frame, parseFrame } from "./frames.ts";

/** How long one read of the stream waits for a frame. */
const READ_BLOCK_MS = 2_000;
/** A connection that says nothing for longer is dead, though nobody told us. */
const SILENT_MS = READ_BLOCK_MS + 3_000;
const FRAMES_PER_READ = 50;
/** Redis that takes longer counts as away: heartbeats must not wait for it. */
const LOOK_WITHIN_MS = 1_000;
const RETRY_MS = 200;

type Live = Pick<Context, "redis" | "boardTag" | "clock" | "settings" | "log">;

export interface BoardListener {
  /** A board that does not follow from the last one by a delta. */
  snapshot(board: Snapshot): void;
  /** @param madeAt when the frame was made, epoch ms by Redis's clock */
  delta(delta: Delta, madeAt: number): void;
}

/**
 * Keeps this process's copy of the board: reads the stream of frames, and the whole board again whenever a frame is
 * missing, the epoch is new or the settings changed. While Redis is away it keeps what it has.
 */
export class BoardFollower {
  readonly #stream: Redis;
  readonly #framesKey: string;
  #board: Snapshot | null = null;
  #settings: SettingsHistory | null = null;
  #signs: Signs = { hasBoard: false, rebuilding: false, mark: null, eventsPerMinute: 0 };
  /** Id of the last entry that was read; null: the copy is to be read again as a whole. */
  #lastId: string | null = null;
  /** What the last look saw in Redis and this copy did not have yet. */
  #missing: { epoch: number; seq: number } | null = null;
  #stopped = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: Live,
    private readonly listener: BoardListener,
  ) {
    this.#framesKey = `${prefixOf(context.boardTag)}frames`;
    this.#stream = duplicate(context.redis, { commandTimeout: undefined, socketTimeout: SILENT_MS });
  }

  /** Begins to follow. Resolves when the board was read for the first time, or could not be. */
  async start(): Promise<void> {
    await untilReady(this.context.redis, LOOK_WITHIN_MS);
    await this.look();
    await this.#readAll().catch(() => {});
    this.#ended = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stream.disconnect();
    await this.#ended;
  }

  /** The board with the pulse of this moment; null while Redis never had one. */
  snapshot(): Snapshot | null {
    return this.#board && { ...this.#board, pulse: this.pulse() };
  }

  pulse(): Pulse {
    return pulseOf(this.#signs, this.context.clock);
  }

  heartbeat(): Heartbeat | null {
    if (this.#board === null) return null;
    const { epoch, seq, asOf, watermark } = this.#board;
    return { epoch, seq, asOf, watermark, pulse: this.pulse() };
  }

  /** Asks Redis where the board stands: the clock goes on without frames, and a stream may be silent for ever. */
  async look(): Promise<void> {
    const state = await within(readLiveState(this.context), LOOK_WITHIN_MS).catch(() => null);
    if (state === null) {
      // What was known stays known; it grows old, and says so.
      this.#signs = { ...this.#signs, hasBoard: false, rebuilding: false };
      return;
    }
    this.#signs = { ...state.signs, mark: state.signs.mark ?? this.#signs.mark };
    this.#compare(state);
  }

  #compare({ at, signs }: LiveState): void {
    if (at === null) return;
    // A frame on its way is no loss; one that is still not here at the next look is.
    if (this.#missing !== null && !this.#has(this.#missing)) this.#lastId = null;
    this.#missing = this.#has(at) ? null : at;
    if (this.#board?.epoch === at.epoch && this.#board.seq === at.seq) {
      const asOf = new Date(at.asOfMs).toISOString();
      this.#board = { ...this.#board, asOf, watermark: toWatermark(signs.mark) };
    }
  }

  #has({ epoch, seq }: { epoch: number; seq: number }): boolean {
    return this.#board !== null && this.#board.epoch === epoch && this.#board.seq! >= seq;
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (this.#lastId === null) await this.#readAll();
        else await this.#readFrames(this.#lastId);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async #readAll(): Promise<void> {
    const { context } = this;
    // Before the board: a frame between the two is then in both, and known by its number.
    const [last] = await context.redis.xrevrange(this.#framesKey, "+", "-", "COUNT", 1);
    const board = await readLiveBoard(context);
    this.#lastId = last?.[0] ?? "0-0";
    this.#missing = null;
    if (board === null) return;
    this.#settings = await context.settings.get();
    this.#signs = { ...this.#signs, hasBoard: true };
    const before = this.#board;
    this.#board = board;
    if (before?.epoch !== board.epoch || before?.seq !== board.seq) this.listener.snapshot(this.snapshot()!);
  }

  async #readFrames(from: string): Promise<void> {
    const reply = await this.#stream.xread(
      "COUNT",
      FRAMES_PER_READ,
      "BLOCK",
      READ_BLOCK_MS,
      "STREAMS",
      this.#framesKey,
      from,
    );
    for (const entry of reply?.[0]?.[1] ?? []) {
      const frame = parseFrame(entry as [string, string[]]);
      if (!this.#take(frame)) {
        this.#lastId = null;
        return;
      }
      if (this.#lastId !== null) this.#lastId = frame.streamId;
    }
  }

  /** @returns false when the whole board must be read again */
  #take(frame: Frame): boolean {
    const [board, settings] = [this.#board, this.#settings];
    if (board === null || settings === null) return false;
    if (frame.epoch < board.epoch! || (frame.epoch === board.epoch && frame.seq <= board.seq!)) return true;
    if (frame.settingsRevision !== settings.revision) return false;
    this.#signs = { ...this.#signs, hasBoard: true, mark: frame.mark };
    const delta = deltaOf(frame, board, settings, this.pulse());
    const after = delta === null ? "gap" : applyDelta(board, delta);
    if (after === "gap") return false;
    this.#board = after;
    this.listener.delta(delta!, frame.madeAt);
    return true;
  }
}
