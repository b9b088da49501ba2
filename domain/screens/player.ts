import type { Lane } from "../settings/types.ts";
import type { Playlist, PlaylistEntry, Preemption, TvCommand } from "./types.ts";

/** What a television plays: its screens in turn, and what a new red may do to them. */
export type Programme = Pick<Playlist, "entries" | "preemption">;

/** A node at which an order has just become red. */
export interface NewRed {
  node: string;
  lane: Lane;
  severity: 1 | 2 | 3 | null;
}

/** A red that has a screen up, or waits for its turn. */
export interface Call {
  node: string;
  severity: 1 | 2 | 3;
}

export interface PlayerState {
  programme: Programme;
  /** The screen whose turn it is; it stays so while a red holds the television. */
  index: number;
  /** How long that screen stays up yet, in ms. */
  leftMs: number;
  paused: boolean;
  /** The red whose screen is up instead. */
  hold: (Call & { leftMs: number }) | null;
  /** Reds that come up after it: the most severe first, then the oldest. */
  waiting: readonly Call[];
  /** Holds since the playlist was last on, and the most severe of them. */
  row: { holds: number; severity: number };
  /** For so long (ms) the playlist is left alone by reds that are no more severe than those it was just held for. */
  restMs: number;
}

export type PlayerEvent =
  /** So many ms have passed, however late that is noticed. */
  | { kind: "tick"; ms: number }
  | { kind: "command"; do: Extract<TvCommand["do"], "next" | "previous" | "pause" | "resume"> }
  | { kind: "reds"; reds: readonly NewRed[] }
  /** Somebody has taken what is red there, or nothing is red there any more. */
  | { kind: "taken"; nodes: ReadonlySet<string> }
  | { kind: "programme"; programme: Programme; paused: boolean };

/** Reds beyond these are seen on the board; a television that only ever shows the next one is of no use. */
export const MOST_WAITING = 5;
/** After so many holds in a row the playlist has its turn. */
export const MOST_IN_A_ROW = 5;
/** And keeps it as long as one hold takes, but not longer than this (ms): a red must not wait for an hour. */
export const REST_MOST_MS = 120_000;

const LEAST_SEVERE = 3;
const SECOND_MS = 1_000;

/** A television that has just been switched on. */
export function startPlayer(programme: Programme, paused: boolean): PlayerState {
  return {
    programme,
    index: 0,
    leftMs: secondsOf(programme, 0),
    paused,
    hold: null,
    waiting: [],
    row: { holds: 0, severity: LEAST_SEVERE },
    restMs: 0,
  };
}

/** What is on the screen. */
export function shownEntry({ programme, index, hold }: PlayerState): PlaylistEntry {
  const { entries, preemption } = programme;
  if (hold === null || preemption === null) return entries[index]!;
  const { screen, holdSeconds: seconds } = preemption;
  return { screen, seconds, lanes: [], windowHours: 24, columns: "hour", node: hold.node };
}

/** The next state; the same object when nothing changes. */
export function play(state: PlayerState, event: PlayerEvent): PlayerState {
  switch (event.kind) {
    case "tick":
      return state.paused ? state : callWaiting(pass(state, Math.max(0, event.ms)));
    case "command":
      return obey(state, event.do);
    case "reds":
      return event.reds.flatMap((red) => asCall(red, state.programme.preemption)).reduce(hear, state);
    case "taken":
      return release(state, event.nodes);
    case "programme":
      return change(state, event.programme, event.paused);
  }
}

// However much time has passed, one tick moves one screen on: a television that slept has nothing to catch up with.
function pass(state: PlayerState, ms: number): PlayerState {
  if (state.hold !== null) {
    const leftMs = state.hold.leftMs - ms;
    return leftMs > 0 ? { ...state, hold: { ...state.hold, leftMs } } : endHold(state);
  }
  const restMs = Math.max(0, state.restMs - ms);
  const leftMs = state.leftMs - ms;
  return leftMs > 0 ? { ...state, leftMs, restMs } : { ...turn(state, 1), restMs };
}

function obey(state: PlayerState, command: Extract<PlayerEvent, { kind: "command" }>["do"]): PlayerState {
  if (command === "pause") return state.paused ? state : { ...state, paused: true };
  if (command === "resume") return state.paused ? { ...state, paused: false } : state;
  // Whoever has seen the red goes back to what it stood before.
  if (state.hold !== null) return rest(state);
  return turn(state, command === "next" ? 1 : -1);
}

function turn(state: PlayerState, by: 1 | -1): PlayerState {
  const { length } = state.programme.entries;
  const index = (state.index + by + length) % length;
  return { ...state, index, leftMs: secondsOf(state.programme, index) };
}

function asCall({ node, lane, severity }: NewRed, preemption: Preemption | null): Call[] {
  if (preemption === null || severity === null || !preemption.severities.includes(severity)) return [];
  return preemption.lanes.length === 0 || preemption.lanes.includes(lane) ? [{ node, severity }] : [];
}

function hear(state: PlayerState, call: Call): PlayerState {
  if (state.hold?.node === call.node) return state;
  const known = state.waiting.find(({ node }) => node === call.node);
  if (known && known.severity <= call.severity) return state;
  const others = state.waiting.filter(({ node }) => node !== call.node);
  const waiting = [...others, call].sort((a, b) => a.severity - b.severity).slice(0, MOST_WAITING);
  return state.paused ? { ...state, waiting } : callWaiting({ ...state, waiting });
}

/** Brings up the first that waits, where it may come up now. */
function callWaiting(state: PlayerState): PlayerState {
  const [first, ...later] = state.waiting;
  if (first === undefined) return state;
  if (state.hold !== null) {
    if (first.severity >= state.hold.severity || state.row.holds >= MOST_IN_A_ROW) return state;
    const { node, severity } = state.hold;
    const back = [...later, { node, severity }].sort((a, b) => a.severity - b.severity);
    return raise({ ...state, waiting: back }, first);
  }
  const mayInterrupt = state.restMs === 0 || first.severity < state.row.severity;
  return mayInterrupt ? raise({ ...state, waiting: later, row: freshRow(state) }, first) : state;
}

const freshRow = ({ row, restMs }: PlayerState): PlayerState["row"] => ({
  holds: 0,
  severity: restMs === 0 ? LEAST_SEVERE : row.severity,
});

function raise(state: PlayerState, call: Call): PlayerState {
  const { row, programme } = state;
  const leftMs = holdMs(programme);
  const severity = Math.min(call.severity, row.severity);
  return { ...state, hold: { ...call, leftMs }, row: { holds: row.holds + 1, severity }, restMs: 0 };
}

function endHold(state: PlayerState): PlayerState {
  const [first, ...later] = state.waiting;
  if (first === undefined || state.row.holds >= MOST_IN_A_ROW) return rest(state);
  return raise({ ...state, waiting: later }, first);
}

function rest(state: PlayerState): PlayerState {
  return { ...state, hold: null, restMs: Math.min(holdMs(state.programme), REST_MOST_MS) };
}

function release(state: PlayerState, nodes: ReadonlySet<string>): PlayerState {
  const waiting = state.waiting.filter(({ node }) => !nodes.has(node));
  const held = state.hold !== null && nodes.has(state.hold.node);
  if (!held && waiting.length === state.waiting.length) return state;
  const released = { ...state, waiting };
  if (!held) return released;
  // A pause keeps what is seen until it ends.
  if (state.paused) return { ...released, hold: { ...state.hold!, leftMs: 0 } };
  return endHold(released);
}

function change(state: PlayerState, programme: Programme, paused: boolean): PlayerState {
  const said = JSON.stringify(programme);
  if (said === JSON.stringify(state.programme)) return obey(state, paused ? "pause" : "resume");
  const entry = JSON.stringify(state.programme.entries[state.index]);
  const index = programme.entries.findIndex((other) => JSON.stringify(other) === entry);
  const fresh = startPlayer(programme, paused);
  return index < 0 ? fresh : { ...fresh, index, leftMs: state.leftMs };
}

const secondsOf = ({ entries }: Programme, index: number) => entries[index]!.seconds * SECOND_MS;
const holdMs = ({ preemption }: Programme) => (preemption?.holdSeconds ?? 0) * SECOND_MS;
