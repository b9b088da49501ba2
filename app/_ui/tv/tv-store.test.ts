import { beforeEach, describe, expect, test, vi } from "vitest";
import { shownEntry } from "../../../domain/screens/player.ts";
import { playlistSchema, type TvState, tvSettingsSchema } from "../../../domain/screens/types.ts";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import type { NodeRow } from "../../../domain/wire/board.ts";
import type { Link } from "../board/link.ts";
import type { BoardStore, BoardView } from "../board/store.ts";
import { createTvStore, IDENTIFY_MS, type TvStore } from "./tv-store.ts";

const T0 = Date.parse("2026-03-02T14:02:00+08:00");
const LIVE: Link = { kind: "live", ageMs: 0 };

const row = (key: string, red: number): NodeRow => ({
  key,
  name: key,
  nameEn: key,
  rank: 1,
  lane: "logistics",
  phase: "carrier",
  kind: "key",
  severity: 1,
  owner: "dispatch_lead",
  green: 0,
  yellow: 0,
  red,
  breached: 0,
  oldestEnteredAt: null,
});

const viewOf = (nodes: NodeRow[], link: Link = LIVE, alerts: AlertSummary | null = null): BoardView =>
  ({
    snapshot: { nodes, pulse: { speed: 1 } },
    alerts,
    link,
    shopNow: T0,
    skewMs: 0,
    awake: true,
  }) as unknown as BoardView;

const tvOf = (settings: object = {}, preemption: object | null = { holdSeconds: 60 }): TvState => ({
  id: "tv",
  name: "作战室",
  paused: false,
  settings: tvSettingsSchema.parse(settings),
  playlist: {
    id: "playlist",
    ...playlistSchema.parse({
      name: "作战室",
      entries: [
        { screen: "board", seconds: 30 },
        { screen: "forecast", seconds: 10 },
      ],
      preemption,
    }),
  },
});

/** The dock's red has its flag. */
const raised = (takenName: string | null): AlertSummary => {
  const until = new Date(T0 + 3_600_000).toISOString();
  const node = { key: "dock", open: 1, stage: "flag" as const, alertId: "a" };
  return {
    asOf: until,
    overdueSteps: null,
    nodes: [{ ...node, takenName, pledgeUntil: takenName === null ? null : until }],
    newest: [],
    held: [],
  };
};

let clock: number;
let shown: BoardView;
let draw: () => void;
const said = vi.fn();
const beat = vi.fn();
let store: TvStore;

function start(tv = tvOf()): void {
  const board = {
    view: () => shown,
    subscribe(listener: () => void) {
      draw = listener;
      return () => {
        draw = () => {};
      };
    },
    tick: () => draw(),
  } as unknown as BoardStore;
  store = createTvStore({
    board,
    first: tv,
    timezone: "Asia/Shanghai",
    now: () => clock,
    announce: (nodes) => said(...nodes),
    beat,
  });
  store.subscribe(() => {});
}

/** The board shows this after so many seconds. */
function see(seconds: number, view: BoardView): void {
  clock += seconds * 1_000;
  shown = view;
  draw();
}

const screen = () => {
  const { screen: kind, node } = shownEntry(store.view().player);
  return node ? `${kind} ${node}` : kind;
};

beforeEach(() => {
  clock = 0;
  shown = viewOf([row("dock", 1)]);
  vi.clearAllMocks();
});

describe("what is on", () => {
  test("goes on with the board's own drawings, and a red comes before it", () => {
    start();
    see(29, viewOf([row("dock", 1)]));
    expect(screen()).toBe("board");
    see(1, viewOf([row("dock", 1)]));
    expect(screen()).toBe("forecast");
    see(1, viewOf([row("dock", 2)]));
    expect(screen()).toBe("node dock");
    see(1, viewOf([row("dock", 0)]));
    expect(screen()).toBe("forecast");
    expect(beat).toHaveBeenCalledTimes(4);
  });

  test("what a picture says that is not believed is compared once it is, not before", () => {
    start();
    see(1, viewOf([row("dock", 1), row("packed", 5)], { kind: "catching_up", lagMs: null }));
    expect(screen()).toBe("board");
    see(1, viewOf([row("dock", 1), row("packed", 6)]));
    expect(screen()).toBe("node packed");
  });

  test("who takes it gives the screen back", () => {
    start();
    see(1, viewOf([row("dock", 2)]));
    see(1, viewOf([row("dock", 2)], LIVE, raised("王磊")));
    expect(screen()).toBe("board");
  });

  test("a desk pauses it, calls the next, and changes what it shows", () => {
    start();
    store.command({ do: "next" });
    expect(screen()).toBe("forecast");
    store.command({ do: "pause" });
    see(100, viewOf([row("dock", 1)]));
    expect(screen()).toBe("forecast");
    store.change({ ...tvOf(), paused: false });
    see(11, viewOf([row("dock", 1)]));
    expect(screen()).toBe("board");
  });

  test("it tells its name for a while when asked", () => {
    start();
    store.command({ do: "identify" });
    expect(store.view().identified).toBe(true);
    see(IDENTIFY_MS / 1_000, viewOf([row("dock", 1)]));
    expect(store.view().identified).toBe(false);
  });
});

describe("what is heard", () => {
  test("a new red, but not in quiet hours, and not without sound", () => {
    start(tvOf({ chime: true }));
    see(1, viewOf([row("dock", 2)]));
    expect(said).toHaveBeenCalledWith("dock");
    for (const settings of [{}, { speech: true, quiet: { fromMinute: 840, toMinute: 900 } }]) {
      said.mockClear();
      shown = viewOf([row("dock", 1)]);
      start(tvOf(settings));
      see(1, viewOf([row("dock", 2)]));
      expect(said).not.toHaveBeenCalled();
    }
  });

  test("what turned red in quiet hours is said when they are over, unless somebody took it", () => {
    start(tvOf({ chime: true, quiet: { fromMinute: 840, toMinute: 843 } }));
    see(1, viewOf([row("dock", 2)]));
    see(60, { ...viewOf([row("dock", 2)]), shopNow: T0 + 60_000 });
    expect(said).toHaveBeenCalledWith("dock");
  });

  test("what the room was hearing of goes on when the page is loaded anew, until somebody has it", () => {
    shown = viewOf([row("dock", 1)], LIVE, raised(null));
    start(tvOf({ chime: true }));
    see(1, viewOf([row("dock", 1)], LIVE, raised(null)));
    expect(said).not.toHaveBeenCalled();
    see(59, viewOf([row("dock", 1)], LIVE, raised(null)));
    expect(said).toHaveBeenCalledWith("dock");
    said.mockClear();
    see(10, viewOf([row("dock", 1)], LIVE, raised("王磊")));
    see(600, viewOf([row("dock", 1)], LIVE, raised("王磊")));
    expect(said).not.toHaveBeenCalled();
  });

  test.each([
    ["nobody was told of it", { chime: true }, {}, null],
    ["somebody has it", { chime: true }, {}, raised("王磊")],
    ["the hours are quiet", { chime: true, quiet: { fromMinute: 840, toMinute: 900 } }, {}, raised(null)],
    ["the room chose other lanes", { chime: true }, { lanes: ["finance"] }, raised(null)],
  ])("a page that is loaded anew says nothing of a red where %s", (_, settings, preemption, alerts) => {
    shown = viewOf([row("dock", 1)], LIVE, alerts);
    start(tvOf(settings, preemption));
    see(600, viewOf([row("dock", 1)], LIVE, alerts));
    expect(said).not.toHaveBeenCalled();
  });

  test("a room that chose lanes hears of them alone", () => {
    start(tvOf({ speech: true }, { lanes: ["finance"] }));
    see(1, viewOf([row("dock", 2)]));
    expect(said).not.toHaveBeenCalled();
  });
});

test("it is dimmed in its hours, but never while something is new and red, or wrong", () => {
  start(tvOf({ dim: { fromMinute: 840, toMinute: 900, percent: 40 } }, {}));
  see(1, viewOf([row("dock", 1)]));
  expect(store.view().brightness).toBe(40);
  see(1, viewOf([row("dock", 1)], { kind: "late", lagMs: 9_000 }));
  expect(store.view().brightness).toBe(100);
  see(1, viewOf([row("dock", 2)]));
  expect(store.view().brightness).toBe(100);
});
