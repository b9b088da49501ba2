import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import type { Delta, Heartbeat, NodeRow, Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import { createBoardStore, DRAW_EVERY_MS } from "./store.ts";

const T0 = "2026-03-01T06:02:00.000Z";
const later = (ms: number) => new Date(Date.parse(T0) + ms).toISOString();

const row = (red: number): NodeRow => ({
  key: "packed",
  name: "打包待出库",
  nameEn: "Packed",
  rank: 6,
  lane: "warehouse",
  phase: "pre_ship",
  kind: "key",
  severity: 1,
  owner: "warehouse_lead",
  green: 0,
  yellow: 0,
  red,
  breached: 0,
  oldestEnteredAt: T0,
});
const pulse = (ms = 0) => ({
  sentAt: later(ms),
  eventsPerMinute: 60,
  speed: 1,
  state: "live" as const,
  lagMs: 0,
});
const watermark = { pipeline: T0, sources: {} };
const totals = (red: number) => ({ orders: red, open: red, green: 0, yellow: 0, red, breached: 0 });

const snapshot = (seq: number, red: number, ms = 0, epoch = 1): Snapshot => ({
  epoch,
  seq,
  asOf: later(ms),
  watermark,
  totals: totals(red),
  nodes: [row(red)],
  watches: [],
  pulse: pulse(ms),
});
const delta = (seq: number, red: number, ms: number): Delta => ({
  epoch: 1,
  seq,
  asOf: later(ms),
  watermark,
  totals: totals(red),
  nodes: [row(red)],
  pulse: pulse(ms),
});
const heartbeat = (seq: number, ms: number, epoch = 1): Heartbeat => ({
  epoch,
  seq,
  asOf: later(ms),
  watermark,
  pulse: pulse(ms),
});

let stopwatch: number;
/** The screen's own clock. */
let wall: number;
const pass = (ms: number) => {
  stopwatch += ms;
  wall += ms;
  vi.advanceTimersByTime(ms);
};
const start = () => {
  const store = createBoardStore(
    { snapshot: snapshot(1, 1), delay: null, alerts: null, forecast: null },
    () => stopwatch,
    () => wall,
  );
  const drawn = vi.fn();
  store.subscribe(drawn);
  return { store, drawn };
};

beforeEach(() => {
  stopwatch = 1_000;
  wall = Date.parse(T0);
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("drawing", () => {
  test("the first change after a quiet moment is drawn at once", () => {
    const { store, drawn } = start();
    store.delta(delta(2, 5, 10));
    expect(drawn).toHaveBeenCalledTimes(1);
    expect(store.view().snapshot.totals.red).toBe(5);
  });

  test("at most four times a second, ending with the newest", () => {
    const { store, drawn } = start();
    for (let i = 0; i < 100; i++) {
      store.delta(delta(2 + i, i, i * 10));
      pass(10);
    }
    pass(DRAW_EVERY_MS);
    expect(drawn.mock.calls.length).toBeLessThanOrEqual(5);
    expect(store.view().snapshot.totals.red).toBe(99);
  });

  test("before anything was heard it is what the server drew, and the browser has not taken over", () => {
    const { store } = start();
    expect(store.view()).toMatchObject({ awake: false, link: { kind: "live" } });
    store.tick();
    expect(store.view().awake).toBe(true);
  });
});

describe("where the delay sits", () => {
  const delay = (ms: number): DelaySummary => ({
    asOf: later(ms),
    from: later(ms - 86_400_000),
    totalOverdueSeconds: 0,
    nodes: [],
    hours: [],
    cells: [],
  });

  test("is drawn as told, as seldom as the rest", () => {
    const { store, drawn } = start();
    for (let i = 0; i < 100; i++) {
      store.delay(delay(i));
      pass(10);
    }
    pass(DRAW_EVERY_MS);
    expect(drawn.mock.calls.length).toBeLessThanOrEqual(5);
    expect(store.view().delay?.asOf).toBe(later(99));
  });

  test("is no sign that the board is alive", () => {
    const { store } = start();
    for (let i = 0; i < 6; i++) {
      pass(1_000);
      store.delay(delay(i));
    }
    pass(DRAW_EVERY_MS);
    expect(store.view().link.kind).toBe("lost");
  });
});

describe("what is missing", () => {
  test("a hole in the numbers asks for a snapshot and keeps the picture", () => {
    const { store } = start();
    expect(store.delta(delta(3, 9, 10))).toBe(false);
    expect(store.view().snapshot.totals.red).toBe(1);
    store.snapshot(snapshot(3, 9, 20));
    pass(DRAW_EVERY_MS);
    expect(store.view().snapshot.totals.red).toBe(9);
  });

  test("a heartbeat that is ahead is believed the second time", () => {
    const { store } = start();
    expect(store.heartbeat(heartbeat(2, 2_000))).toBe(true);
    expect(store.heartbeat(heartbeat(2, 4_000))).toBe(false);
  });

  test("a heartbeat of another epoch counts as ahead too", () => {
    const { store } = start();
    store.heartbeat(heartbeat(1, 2_000, 2));
    expect(store.heartbeat(heartbeat(1, 4_000, 2))).toBe(false);
  });
});

describe("the clock", () => {
  test("goes on between messages, and stands still with the picture when the socket is lost", () => {
    const { store } = start();
    store.heartbeat(heartbeat(1, 0));
    pass(2_000);
    store.tick();
    expect(store.view().shopNow).toBe(Date.parse(T0) + 2_000);
    pass(2_000);
    store.tick();
    pass(2_000);
    store.tick();
    expect(store.view()).toMatchObject({ link: { kind: "lost", ageMs: 6_000 }, shopNow: Date.parse(T0) });
  });

  test("a closed socket is lost after a moment, and live again with the next message", () => {
    const { store } = start();
    store.closed();
    pass(3_000);
    store.tick();
    expect(store.view().link.kind).toBe("lost");
    store.opened();
    store.snapshot(snapshot(7, 3, 3_500));
    pass(DRAW_EVERY_MS);
    expect(store.view()).toMatchObject({ link: { kind: "live" }, snapshot: { seq: 7 } });
  });
});

describe("how far escalation has come", () => {
  const alerts = (ms: number): AlertSummary => ({
    asOf: later(ms),
    overdueSteps: null,
    nodes: [],
    newest: [],
    held: [],
  });

  test("a summary that was made before the one at hand says nothing new", () => {
    const { store } = start();
    store.alerts(alerts(5_000));
    pass(300);
    store.alerts(alerts(1_000));
    pass(300);
    expect(store.view().alerts?.asOf).toBe(later(5_000));
    store.alerts(alerts(6_000));
    pass(300);
    expect(store.view().alerts?.asOf).toBe(later(6_000));
  });
});

test("a forecast is drawn, and says nothing of how fresh the board is", () => {
  const { store, drawn } = start();
  for (let i = 0; i < 11; i++) {
    pass(500);
    store.tick();
  }
  pass(DRAW_EVERY_MS);
  drawn.mockClear();
  store.forecast({ asOf: later(0), nodes: [], cutOffs: [] });
  expect(drawn).toHaveBeenCalledTimes(1);
  expect(store.view()).toMatchObject({ forecast: { asOf: T0 }, link: { kind: "lost" } });
});

describe("a page that stood still", () => {
  test("says so with its first drawing, whatever lay in the socket meanwhile, until something newer is heard", () => {
    const { store } = start();
    store.heartbeat(heartbeat(1, 0));
    pass(42_000);
    for (let ms = 2_000; ms <= 42_000; ms += 2_000) store.heartbeat(heartbeat(1, ms));
    expect(store.view().link).toEqual({ kind: "frozen", ageMs: 42_000 });
    pass(DRAW_EVERY_MS);
    expect(store.view().link.kind).toBe("frozen");
    pass(1_750);
    store.heartbeat(heartbeat(1, 44_000));
    pass(DRAW_EVERY_MS);
    expect(store.view().link.kind).toBe("live");
  });

  test("is lost when nothing newer comes", () => {
    const { store } = start();
    pass(42_000);
    for (let i = 0; i < 6; i++) {
      store.tick();
      pass(1_000);
    }
    expect(store.view().link.kind).toBe("lost");
  });

  test("is known by the wall clock when the stopwatch slept too, and the picture's time stands still", () => {
    const { store } = start();
    store.heartbeat(heartbeat(1, 0));
    wall += 3_600_000;
    pass(500);
    store.tick();
    expect(store.view()).toMatchObject({
      link: { kind: "frozen", ageMs: 3_600_000 },
      shopNow: Date.parse(T0),
    });
    pass(500);
    store.heartbeat(heartbeat(1, 3_601_000));
    pass(DRAW_EVERY_MS);
    expect(store.view()).toMatchObject({ link: { kind: "live" }, skewMs: 0 });
  });
});

describe("a screen whose own clock is wrong", () => {
  test.each([
    [600_000, "ahead"],
    [-600_000, "behind"],
  ])("by %i ms says so within six seconds, and what it shows goes by the server's (%s)", (skewMs) => {
    const { store } = start();
    store.heartbeat(heartbeat(1, 0));
    pass(500);
    wall += skewMs;
    for (let ms = 500; ms <= 5_500; ms += 500) {
      if (ms % 2_000 === 0) store.heartbeat(heartbeat(1, ms));
      store.tick();
      pass(500);
    }
    expect(store.view().link).toMatchObject({ kind: "clock", skewMs });
    expect(store.view().shopNow).toBe(Date.parse(T0) + 6_000);
    expect(store.view().skewMs).toBe(skewMs);
  });

  test("by less than anybody reads off a wall is not told of", () => {
    const { store } = start();
    store.heartbeat(heartbeat(1, 0));
    wall += 20_000;
    for (const ms of [500, 1_000]) {
      pass(500);
      store.heartbeat(heartbeat(1, ms));
    }
    pass(DRAW_EVERY_MS);
    expect(store.view()).toMatchObject({ link: { kind: "live" }, skewMs: 20_000 });
  });
});

test("a message that lay on its way for long is as old as it says", () => {
  const { store } = start();
  store.heartbeat(heartbeat(1, 0));
  for (let i = 0; i < 8; i++) {
    pass(500);
    store.tick();
  }
  store.heartbeat(heartbeat(1, 100));
  for (let i = 0; i < 4; i++) {
    pass(500);
    store.tick();
  }
  expect(store.view().link.kind).toBe("lost");
});
