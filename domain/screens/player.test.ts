import { describe, expect, test } from "vitest";
import { type NewRed, type PlayerEvent, type Programme, play, shownEntry, startPlayer } from "./player.ts";
import { playlistEntrySchema, preemptionSchema } from "./types.ts";

const entry = (screen: string, seconds: number) => playlistEntrySchema.parse({ screen, seconds });
const programme: Programme = {
  entries: [entry("board", 30), entry("bottlenecks", 20), entry("forecast", 10)],
  preemption: preemptionSchema.parse({ lanes: ["logistics"], holdSeconds: 60 }),
};
const red = (
  node: string,
  severity: NewRed["severity"] = 2,
  lane: NewRed["lane"] = "logistics",
): PlayerEvent => ({
  kind: "reds",
  reds: [{ node, lane, severity }],
});
const tick = (s: number): PlayerEvent => ({ kind: "tick", ms: s * 1_000 });
const told = (command: "next" | "previous" | "pause" | "resume"): PlayerEvent => ({
  kind: "command",
  do: command,
});
const gone = (...nodes: string[]): PlayerEvent => ({ kind: "taken", nodes: new Set(nodes) });

/** What is on after each event: the screen, with the node that holds it. */
function shown(events: PlayerEvent[], given = programme): string[] {
  let state = startPlayer(given, false);
  return events.map((event) => {
    state = play(state, event);
    const { screen, node } = shownEntry(state);
    return node ? `${screen} ${node}` : screen;
  });
}

describe("the playlist", () => {
  test("gives each screen its time, and begins anew", () => {
    expect(shown([tick(29), tick(1), tick(19), tick(1), tick(10)])).toEqual([
      "board",
      "bottlenecks",
      "bottlenecks",
      "forecast",
      "board",
    ]);
  });

  test("a television that slept goes one screen on, not a week's", () => {
    expect(shown([tick(7 * 86_400)])).toEqual(["bottlenecks"]);
  });

  test("next and previous go around, and do so in a pause", () => {
    expect(
      shown([told("previous"), told("pause"), told("next"), tick(300), told("resume"), tick(30)]),
    ).toEqual(["forecast", "forecast", "board", "board", "board", "bottlenecks"]);
  });

  test("a desk that changes another screen leaves this one where it is", () => {
    const other: Programme = { ...programme, entries: [entry("escalations", 9), ...programme.entries] };
    const change: PlayerEvent = { kind: "programme", programme: other, paused: false };
    expect(shown([tick(30), tick(15), change, tick(4), tick(1)])).toEqual([
      "bottlenecks",
      "bottlenecks",
      "bottlenecks",
      "bottlenecks",
      "forecast",
    ]);
  });
});

describe("a new red", () => {
  test("brings its screen up, holds it, and gives the place back", () => {
    expect(shown([tick(10), red("dock"), tick(59), tick(1), tick(19), tick(1)])).toEqual([
      "board",
      "node dock",
      "node dock",
      "board",
      "board",
      "bottlenecks",
    ]);
  });

  test("is over as soon as somebody has taken it", () => {
    expect(shown([red("dock"), gone("elsewhere"), gone("dock")])).toEqual([
      "node dock",
      "node dock",
      "board",
    ]);
  });

  test("counts in the chosen lanes and severities only", () => {
    expect(shown([red("a", 1, "finance"), red("b", 3), red("c", null)])).toEqual(["board", "board", "board"]);
  });

  test("waits while another is up, unless it is worse", () => {
    const all = [red("mild"), red("next"), red("worse", 1), tick(60), tick(60), tick(60)];
    expect(shown(all)).toEqual(["node mild", "node mild", "node worse", "node next", "node mild", "board"]);
  });

  test("leaves the playlist a rest afterwards, which only something worse breaks", () => {
    expect(shown([red("a"), tick(60), red("a"), tick(30), red("b", 1)])).toEqual([
      "node a",
      "board",
      "board",
      "bottlenecks",
      "node b",
    ]);
    expect(shown([red("a"), tick(60), red("a"), tick(29), tick(20), tick(11)])).toEqual([
      "node a",
      "board",
      "board",
      "board",
      "bottlenecks",
      "node a",
    ]);
  });

  test("comes up when a pause ends, if nobody has taken it by then", () => {
    expect(shown([told("pause"), red("a"), red("b"), gone("a"), told("resume"), tick(0)])).toEqual([
      "board",
      "board",
      "board",
      "board",
      "board",
      "node b",
    ]);
  });

  test("is put away by next", () => {
    expect(shown([tick(10), red("a"), told("next")])).toEqual(["board", "node a", "board"]);
  });
});
