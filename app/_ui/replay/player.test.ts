import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ReplayCounter } from "../../../domain/board/replay.ts";
import { defaultNodes } from "../../../domain/settings/defaults.ts";
import type { Replay } from "../../../domain/wire/replay.ts";
import { createPlayer } from "./player.ts";

const FROM = Date.UTC(2026, 2, 1, 6);
const HOUR_MS = 3_600_000;
const NODES = defaultNodes("Asia/Shanghai").map((node) => ({ ...node, validFrom: 0 }));
const [NODE] = NODES;
const SHARED = {
  watermark: { pipeline: null, sources: {} },
  pulse: { sentAt: "", eventsPerMinute: 0, speed: 1, state: "late" as const, lagMs: 0 },
};

/** A shop in which one order arrives every minute, and none leaves. */
function told(fromMs: number, toMs: number, stepSeconds: number): Replay {
  const counter = new ReplayCounter(NODES, { fromMs, toMs, stepMs: stepSeconds * 1_000 });
  for (let at = FROM - HOUR_MS, orderId = 1; at <= FROM + 30 * HOUR_MS; at += 60_000, orderId++) {
    const never = { warnAt: null, dueAt: null, promiseAt: null, leftAt: null };
    counter.add({ orderId, node: NODE!.key, enteredAt: at, ...never });
  }
  const { first, steps } = counter.frames();
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    from: iso(fromMs),
    to: iso(toMs),
    stepSeconds,
    snapshot: { epoch: 0, seq: 0, asOf: iso(fromMs), ...first, ...SHARED },
    deltas: steps.map(({ atMs, totals, changed }, at) => ({
      epoch: 0,
      seq: at + 1,
      asOf: iso(atMs),
      totals,
      nodes: changed,
      ...SHARED,
    })),
    delays: [],
  };
}

/** How many have arrived by a moment. */
const openAt = (ms: number) => Math.floor((ms - FROM + HOUR_MS) / 60_000) + 1;

function stage(range = { fromMs: FROM, toMs: FROM + 12 * HOUR_MS }) {
  const asked: { fromMs: number; toMs: number; stepSeconds: number }[] = [];
  const fails = { next: false };
  const player = createPlayer({
    first: { snapshot: told(range.fromMs, range.fromMs, 60).snapshot, delay: null },
    range,
    speed: 600,
    bounds: { fromMs: FROM - 48 * HOUR_MS, toMs: FROM + 24 * HOUR_MS },
    now: () => performance.now(),
    load: async (fromMs, toMs, stepSeconds) => {
      if (fails.next) throw new Error("nothing answers");
      asked.push({ fromMs, toMs, stepSeconds });
      return told(fromMs, toMs, stepSeconds);
    },
  });
  player.start();
  const timer = setInterval(() => player.tick(), 250);
  const seen = () => {
    const { snapshot } = player.view();
    return { at: Date.parse(snapshot.asOf), open: snapshot.totals.open };
  };
  return { player, asked, fails, seen, end: () => clearInterval(timer) };
}

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ["setTimeout", "setInterval", "clearInterval", "clearTimeout", "performance"],
    }),
);
afterEach(() => void vi.useRealTimers());

it("plays every frame up to its end, asking for the next stretch ahead of it", async () => {
  const { player, asked, seen, end } = stage();
  const frames = new Set<number>();
  player.subscribe(() => {
    const { at, open } = seen();
    expect(open).toBe(openAt(at));
    frames.add(at);
  });
  // 12 hours at 600 × are 72 seconds.
  await vi.advanceTimersByTimeAsync(70_000);
  expect(player.view().playing).toBe(true);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(player.view()).toMatchObject({ playing: false, atMs: FROM + 12 * HOUR_MS, state: "ready" });
  expect(frames.size).toBe((12 * HOUR_MS) / 300_000 + 1);
  expect(asked.map(({ fromMs }) => (fromMs - FROM) / HOUR_MS)).toEqual([0, 5, 10]);
  end();
});

it("steps one frame on and back, standing still, also into what was not fetched yet", async () => {
  const { player, seen, end } = stage();
  await vi.advanceTimersByTimeAsync(2_000);
  player.step(1);
  const here = seen().at;
  expect(player.view().playing).toBe(false);
  player.step(-1);
  expect(seen().at).toBe(here - 300_000);
  player.seek(FROM);
  player.step(-1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen().at).toBeLessThanOrEqual(FROM - 300_000);
  expect(seen().at).toBeGreaterThan(FROM - 600_001);
  expect(seen().open).toBe(openAt(seen().at));
  end();
});

it("keeps the old picture's own moment while another is fetched, and goes on from there", async () => {
  const { player, seen, end } = stage();
  await vi.advanceTimersByTimeAsync(500);
  const before = seen();
  const there = FROM + 20 * HOUR_MS;
  player.seek(there);
  expect(player.view()).toMatchObject({ state: "loading", atMs: there, playing: true });
  expect(seen()).toEqual(before);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(player.view().state).toBe("ready");
  expect(seen().at).toBeGreaterThanOrEqual(there);
  // Outside of the stretch of its link it plays on to what has not come yet.
  await vi.advanceTimersByTimeAsync(60_000);
  expect(player.view()).toMatchObject({ playing: false, atMs: FROM + 24 * HOUR_MS });
  end();
});

it("takes frames of its speed, and says so when they do not come", async () => {
  const { player, asked, fails, end } = stage();
  await vi.advanceTimersByTimeAsync(300);
  player.changeSpeed(1);
  await vi.advanceTimersByTimeAsync(300);
  expect(asked.at(-1)).toMatchObject({ stepSeconds: 900 });
  fails.next = true;
  player.setSpeed(60);
  await vi.advanceTimersByTimeAsync(300);
  expect(player.view()).toMatchObject({ state: "failed", speed: 60 });
  fails.next = false;
  player.retry();
  await vi.advanceTimersByTimeAsync(300);
  expect(player.view().state).toBe("ready");
  expect(asked.at(-1)).toMatchObject({ stepSeconds: 30 });
  end();
});

it("begins anew when it is played once more after its end", async () => {
  const { player, seen, end } = stage({ fromMs: FROM, toMs: FROM + HOUR_MS - 60_000 });
  await vi.advanceTimersByTimeAsync(8_000);
  expect(player.view().playing).toBe(false);
  // Its last frame is of its end, which no whole step reaches.
  expect(seen().at).toBe(FROM + HOUR_MS - 60_000);
  player.toggle();
  expect(seen().at).toBe(FROM);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(player.view()).toMatchObject({ playing: false, atMs: FROM + HOUR_MS - 60_000 });
  end();
});
