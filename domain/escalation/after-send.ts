/** How a try of a message ended. */
export type TryEnd =
  | { kind: "accepted" }
  | { kind: "retry"; afterMs: number; banned: boolean }
  | { kind: "final" }
  | { kind: "unknown" };

/** A message's tries so far, this one among them, and the robots that could still take it. */
export interface SendHistory {
  /** Tries after which it was to be tried again; those that met a ban are not counted. */
  retries: number;
  /** Tries of which nobody knows what became. */
  unknowns: number;
  /** Robots of the group that have not refused it for good, this one among them unless it has. */
  robotsLeft: number;
  /** Robots of the group that it was not tried through yet. */
  untried: number;
  /** Somebody waits for how this one try ends (a robot's test). */
  once: boolean;
}

export type Next =
  | { do: "done" }
  /** It goes again, so long from now (ms). */
  | { do: "again"; afterMs: number }
  /** This group will not be told; the fallback is, by another way. */
  | { do: "give_up"; why: "refused" | "tried_enough" | "unknown_twice" };

/** Tries that may fail before it is given up: with pauses that double from 2 s, within some 2 minutes. */
const MOST_RETRIES = 6;
const LONGEST_PAUSE_MS = 60_000;
/** One repeat of what may have arrived; a second would be a nuisance. */
const MOST_UNKNOWN = 2;

/** What to do after a try of a chat message. */
export function afterSend(end: TryEnd, history: SendHistory): Next {
  if (end.kind === "accepted") return { do: "done" };
  if (history.once) return { do: "give_up", why: "refused" };
  switch (end.kind) {
    case "unknown":
      return history.unknowns >= MOST_UNKNOWN
        ? { do: "give_up", why: "unknown_twice" }
        : { do: "again", afterMs: 0 };
    case "final":
      return history.robotsLeft > 0 ? { do: "again", afterMs: 0 } : { do: "give_up", why: "refused" };
    case "retry": {
      // Its robot is out for a while; the budget says when the next turn is, through whichever.
      if (end.banned) return { do: "again", afterMs: 0 };
      if (history.untried > 0) return { do: "again", afterMs: 0 };
      if (history.retries >= MOST_RETRIES) return { do: "give_up", why: "tried_enough" };
      const pause = end.afterMs * 2 ** Math.max(0, history.retries - 1);
      return { do: "again", afterMs: Math.min(pause, Math.max(LONGEST_PAUSE_MS, end.afterMs)) };
    }
  }
}
