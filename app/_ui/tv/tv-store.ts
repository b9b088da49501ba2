import {
  type Announcements,
  goOnSaying,
  hearReds,
  sayNow,
  stopSaying,
} from "../../../domain/screens/announce.ts";
import { isWithin } from "../../../domain/screens/hours.ts";
import { newlyTaken, newReds, nodesCleared, nodesTaken } from "../../../domain/screens/news.ts";
import { type PlayerState, play, startPlayer } from "../../../domain/screens/player.ts";
import type { TvCommand, TvState } from "../../../domain/screens/types.ts";
import { isBelieved } from "../board/link.ts";
import type { BoardStore, BoardView } from "../board/store.ts";
import { instantParts } from "../format/instant.ts";

/** What a television draws from: one object for each drawing, so that nothing is drawn twice. */
export interface TvView {
  board: BoardView;
  tv: TvState;
  player: PlayerState;
  /** Whether it shows its name over everything. */
  identified: boolean;
  /** How bright the picture is, in per cent. */
  brightness: number;
}

export interface TvStore {
  view(): TvView;
  subscribe(listener: () => void): () => void;
  /** A desk changed what it shows. */
  change(state: TvState): void;
  command(command: TvCommand): void;
}

/** For how long a television shows its name, in ms. */
export const IDENTIFY_MS = 15_000;
const MINUTES_PER_HOUR = 60;

interface TvNeeds {
  board: BoardStore;
  first: TvState;
  timezone: string;
  /** A stopwatch in ms. */
  now: () => number;
  /** The room is to hear of these nodes. */
  announce: (nodes: readonly string[], view: TvView) => void;
  /** After each drawing: what is no drawing happens here, in the one rhythm that the board has. */
  beat: (view: TvView) => void;
}

/** A television: the board's store, and whose turn it is on the screen. It has no timer of its own. */
export function createTvStore({ board, first, timezone, now, announce, beat }: TvNeeds): TvStore {
  const listeners = new Set<() => void>();
  let tv = first;
  let player = startPlayer(programmeOf(tv), tv.paused);
  let steppedAt = now();
  let identifiedAt = Number.NEGATIVE_INFINITY;
  let believed = board.view();
  // A page that is loaded anew silences nothing that the room was hearing of.
  let announcements: Announcements = goOnSaying(
    believed.snapshot.nodes.filter(isChosen),
    believed.alerts,
    believed.shopNow,
    steppedAt,
  );
  let saidAt = Number.NEGATIVE_INFINITY;
  let leave: (() => void) | null = null;
  let view: TvView = { board: believed, tv, player, identified: false, brightness: 100 };

  function step() {
    const at = now();
    const seen = board.view();
    player = play(player, { kind: "tick", ms: at - steppedAt });
    steppedAt = at;
    // What a picture says that is not believed is compared with nothing.
    if (isBelieved(seen.link)) compare(seen, at);
    const minute = minuteOf(seen.shopNow, timezone);
    view = {
      board: seen,
      tv,
      player,
      identified: at - identifiedAt < IDENTIFY_MS,
      brightness: brightnessOf(seen, minute),
    };
    const said = sayNow(announcements, at, saidAt);
    if (said.nodes.length > 0 && mayBeHeard(minute)) {
      announcements = said.state;
      saidAt = at;
      announce(said.nodes, view);
    }
    for (const listener of listeners) listener();
    beat(view);
  }

  function compare(seen: BoardView, at: number) {
    const { snapshot, alerts } = seen;
    if (snapshot.nodes !== believed.snapshot.nodes) {
      const reds = newReds(believed.snapshot.nodes, snapshot.nodes);
      announcements = hearReds(announcements, reds.filter(isChosen), nodesTaken(alerts, seen.shopNow), at);
      player = play(player, { kind: "reds", reds });
      over(nodesCleared(believed.snapshot.nodes, snapshot.nodes));
    }
    if (alerts !== believed.alerts) over(newlyTaken(believed.alerts, alerts));
    believed = seen;
  }

  function over(nodes: readonly string[]) {
    if (nodes.length === 0) return;
    player = play(player, { kind: "taken", nodes: new Set(nodes) });
    announcements = stopSaying(announcements, nodes);
  }

  // A room that chose lanes hears of them alone.
  function isChosen({ lane }: { lane: string }): boolean {
    const lanes: readonly string[] = tv.playlist.preemption?.lanes ?? [];
    return lanes.length === 0 || lanes.includes(lane);
  }

  function mayBeHeard(minute: number): boolean {
    const { chime, speech, quiet } = tv.settings;
    return (chime || speech) && !(quiet && isWithin(quiet, minute));
  }

  // What is wrong, or new and red, is never dimmed.
  function brightnessOf({ link }: BoardView, minute: number): number {
    const { dim } = tv.settings;
    if (dim === null || player.hold !== null || link.kind !== "live") return 100;
    return isWithin(dim, minute) ? dim.percent : 100;
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      leave ??= board.subscribe(step);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        leave?.();
        leave = null;
      };
    },
    change(state) {
      tv = state;
      player = play(player, { kind: "programme", programme: programmeOf(state), paused: state.paused });
      board.tick();
    },
    command(command) {
      if (command.do === "identify") identifiedAt = now();
      else if (command.do !== "reload") player = play(player, { kind: "command", do: command.do });
      board.tick();
    },
  };
}

const programmeOf = ({ playlist: { entries, preemption } }: TvState) => ({ entries, preemption });

/** The minute of the shop's day. */
function minuteOf(shopNow: number, timezone: string): number {
  const [hours = 0, minutes = 0] = instantParts(shopNow, timezone).time.split(":").map(Number);
  return hours * MINUTES_PER_HOUR + minutes;
}
