import type { Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import { REPLAY_SPEEDS, type Replay, type ReplaySpeed } from "../../../domain/wire/replay.ts";
import type { ReplayRange } from "./range.ts";
import { StretchPlayer, stepSeconds, stretchMs } from "./stretch.ts";

/** What the page draws. */
export interface ReplayView {
  /** The frame that is shown: its `asOf` is the moment that the picture is of. */
  snapshot: Snapshot;
  delay: DelaySummary | null;
  /** The moment that is asked for, epoch ms: ahead of the picture while that is fetched. */
  atMs: number;
  playing: boolean;
  speed: ReplaySpeed;
  state: "ready" | "loading" | "failed";
}

export interface ReplayPlayer {
  view(): ReplayView;
  subscribe(listener: () => void): () => void;
  /** Asks for the first stretch; nothing happens before. */
  start(): void;
  toggle(): void;
  /** Shows another moment; what was playing goes on from there. */
  seek(atMs: number): void;
  /** One frame on (1) or back (−1), standing still. */
  step(direction: 1 | -1): void;
  setSpeed(speed: ReplaySpeed): void;
  /** The next faster (1) or slower (−1) speed. */
  changeSpeed(direction: 1 | -1): void;
  /** Asks again for what could not be fetched. */
  retry(): void;
  /** Lets time pass; called a few times a second. */
  tick(): void;
}

export interface PlayerOptions {
  first: { snapshot: Snapshot; delay: DelaySummary | null };
  range: ReplayRange;
  speed: ReplaySpeed;
  /** What may be shown at all, epoch ms. */
  bounds: ReplayRange;
  /** A stopwatch in ms (performance.now). */
  now: () => number;
  load(fromMs: number, toMs: number, stepSeconds: number): Promise<Replay>;
}

/** Part of a stretch that has been played when the next one is asked for. */
const ASK_AT = 0.4;
/** Of a stretch that is entered backwards, the part that lies before the moment asked for. */
const BEFORE = 0.75;
/** A slider that moves is waited for, in ms. */
const SETTLE_MS = 150;

/** Plays a stretch of the past, asking for the next part ahead of time. It begins playing. */
export function createPlayer({
  first,
  range,
  speed: speedAtFirst,
  bounds,
  now,
  load,
}: PlayerOptions): ReplayPlayer {
  let { snapshot, delay } = first;
  let speed = speedAtFirst;
  let atMs = clamp(range.fromMs);
  let playing = true;
  /** Where playing ends by itself. */
  let stopMs = clamp(range.toMs);
  let state: ReplayView["state"] = "loading";
  let current: StretchPlayer | null = null;
  let upcoming: StretchPlayer | "asked" | null = null;
  let lastTick = now();
  /** Answers to questions that nobody has any more are dropped. */
  let question = 0;
  let settling: ReturnType<typeof setTimeout> | null = null;
  let backwards = false;
  const listeners = new Set<() => void>();
  let view = picture();

  function clamp(ms: number): number {
    return Math.min(Math.max(ms, bounds.fromMs), bounds.toMs);
  }

  function picture(): ReplayView {
    return { snapshot, delay, atMs, playing, speed, state };
  }

  function draw(): void {
    view = picture();
    for (const listener of listeners) listener();
  }

  /** Up to where playing ends, so that the last frame is of that very moment. */
  function endOf(fromMs: number): number {
    const most = fromMs + stretchMs(speed);
    return Math.floor(clamp(fromMs < stopMs ? Math.min(most, stopMs) : most));
  }

  async function ask(): Promise<void> {
    const asked = ++question;
    current = null;
    upcoming = null;
    state = "loading";
    const fromMs = Math.floor(clamp(backwards ? atMs - stretchMs(speed) * BEFORE : atMs));
    backwards = false;
    draw();
    try {
      const told = await load(fromMs, endOf(fromMs), stepSeconds(speed));
      if (asked !== question) return;
      current = new StretchPlayer(told);
      state = "ready";
      lastTick = now();
      show();
    } catch {
      if (asked !== question) return;
      state = "failed";
      draw();
    }
  }

  async function askNext(fromMs: number): Promise<void> {
    const asked = question;
    upcoming = "asked";
    try {
      const told = await load(fromMs, endOf(fromMs), stepSeconds(speed));
      if (asked === question) upcoming = new StretchPlayer(told);
    } catch {
      // Asked once more when it is needed; if that fails too, it is said.
      if (asked === question) upcoming = null;
    }
  }

  function show(): void {
    if (current === null) return;
    if (atMs >= current.toMs && upcoming instanceof StretchPlayer) {
      current = upcoming;
      upcoming = null;
    }
    snapshot = current.boardAt(atMs);
    delay = current.delayAt(atMs) ?? delay;
    draw();
  }

  function moveTo(ms: number): void {
    const to = clamp(ms);
    if (to > stopMs || to < range.fromMs) stopMs = bounds.toMs;
    backwards = to < atMs;
    atMs = to;
    if (current?.has(atMs)) show();
    else {
      question++;
      current = null;
      state = "loading";
      if (settling !== null) clearTimeout(settling);
      settling = setTimeout(() => void ask(), SETTLE_MS);
      draw();
    }
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => void ask(),
    toggle() {
      playing = !playing;
      lastTick = now();
      // At its end it begins anew, as any player does.
      if (playing && atMs >= stopMs) {
        stopMs = clamp(range.toMs);
        moveTo(range.fromMs);
      }
      draw();
    },
    seek: moveTo,
    step(direction) {
      playing = false;
      const stepMs = stepSeconds(speed) * 1_000;
      const before = direction < 0 ? current?.momentBefore(atMs) : null;
      moveTo(before ?? Date.parse(snapshot.asOf) + direction * stepMs);
      draw();
    },
    setSpeed(next) {
      if (next === speed) return;
      speed = next;
      void ask();
    },
    changeSpeed(direction) {
      const next = REPLAY_SPEEDS[REPLAY_SPEEDS.indexOf(speed) + direction];
      if (next !== undefined) this.setSpeed(next);
    },
    retry: () => void ask(),
    tick() {
      const passed = now() - lastTick;
      lastTick = now();
      if (!playing || current === null) return;
      const loadedMs = upcoming instanceof StretchPlayer ? upcoming.toMs : current.toMs;
      atMs = Math.min(atMs + passed * speed, loadedMs, stopMs);
      if (atMs >= stopMs) playing = false;
      show();
      if (!playing) return;
      const played = (atMs - current.fromMs) / Math.max(1, current.toMs - current.fromMs);
      if (upcoming === null && current.toMs < stopMs) {
        if (atMs >= current.toMs) void ask();
        else if (played >= ASK_AT) void askNext(current.toMs);
      }
    },
  };
}
