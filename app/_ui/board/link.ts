import { TV_CLOCK_SKEW_MS } from "../../../domain/screens/alarm.ts";
import type { Pulse, Watermark } from "../../../domain/wire/board.ts";

/** A source that normally sends and now does not. */
export interface SilentSource {
  key: string;
  forMs: number;
  /** Events it usually sends in a span this long. */
  expected: number;
}

/** How much a screen may believe of what it shows. */
export type Link =
  /** What is shown is at most `ageMs` old. */
  | { kind: "live"; ageMs: number }
  /** Nothing arrives: the picture is as it was `ageMs` ago. */
  | { kind: "lost"; ageMs: number }
  /** The page itself stood still (a frozen tab, a television that slept) and has heard nothing since. */
  | { kind: "frozen"; ageMs: number }
  /** Messages arrive, but the numbers in them are `lagMs` behind; null: for an unknown time. */
  | { kind: "late"; lagMs: number | null }
  /** The board moves, but is `lagMs` behind (null: for an unknown time): counts are not complete. */
  | { kind: "catching_up"; lagMs: number | null }
  /** What is shown is right as far as it goes, but these sources tell nothing; what is missed most comes first. */
  | { kind: "silent"; ageMs: number; sources: SilentSource[] }
  /** The screen's own clock is `skewMs` ahead of the server's (below 0: behind), by whose time all is shown. */
  | { kind: "clock"; ageMs: number; skewMs: number };

/** Limits in ms of machine time. A heartbeat is due every 2,000. */
export const LINK_LIMITS = {
  /** No message for so long: the socket is lost, whatever it says of itself. */
  silenceMs: 5_000,
  /** A socket that says it is closed gets so long to come back before the whole screen is marked. */
  closedMs: 2_500,
  /** A board further behind than this is late. */
  lagMs: 5_000,
  /** A heartbeat that is not overdue yet: until then its lag grows with time, as the next one will say. */
  heartbeatMs: 2_500,
  /** A page whose scripts did not run for so long stood still. */
  stoodMs: 5_000,
  /** A screen's clock that is wrong by more than this is said to be, as the desk says it. */
  clockMs: TV_CLOCK_SKEW_MS,
} as const;

export interface Heard {
  pulse: Pulse;
  sources: Watermark["sources"];
  /** Since the last message arrived. */
  silentMs: number;
  /** Since the socket closed; null: it says it is open. */
  closedMs: number | null;
  /** For how long the page stood still, and how long ago that ended; null: something was heard since. */
  stood?: { forMs: number; agoMs: number } | null;
  /** The screen's own clock less the server's; null: not known. */
  skewMs?: number | null;
}

/**
 * Judges the link from what was last heard. Lost outranks late, since a lost screen cannot know; late outranks silent,
 * since a board that stands still cannot tell who is silent. A wrong clock comes last: it spoils nothing that is shown.
 */
export function readLink({ pulse, sources, silentMs, closedMs, stood, skewMs }: Heard): Link {
  const ageMs = silentMs + pulse.lagMs;
  if (stood && stood.agoMs < LINK_LIMITS.silenceMs) {
    return { kind: "frozen", ageMs: Math.max(ageMs, stood.forMs + stood.agoMs + pulse.lagMs) };
  }
  if (silentMs >= LINK_LIMITS.silenceMs) return { kind: "lost", ageMs };
  if (closedMs !== null && closedMs >= LINK_LIMITS.closedMs) return { kind: "lost", ageMs };
  const lagMs = pulse.lagMs > 0 ? ageMs : null;
  if (pulse.state === "catching_up") return { kind: "catching_up", lagMs };
  const behindMs = silentMs <= LINK_LIMITS.heartbeatMs ? ageMs : pulse.lagMs;
  if (pulse.state === "late" || behindMs > LINK_LIMITS.lagMs) return { kind: "late", lagMs };
  const silent = silentSources(sources);
  if (silent.length > 0) return { kind: "silent", ageMs, sources: silent };
  if (skewMs != null && Math.abs(skewMs) > LINK_LIMITS.clockMs) return { kind: "clock", ageMs, skewMs };
  return { kind: "live", ageMs };
}

/** Whether nothing on the picture moves: then its clock does not either. */
export const standsStill = ({ kind }: Link): boolean => kind === "lost" || kind === "frozen";

function silentSources(sources: Watermark["sources"]): SilentSource[] {
  return Object.entries(sources)
    .flatMap(([key, { silence }]) => (silence ? [{ key, ...silence }] : []))
    .sort((a, b) => b.expected - a.expected || (a.key < b.key ? -1 : 1));
}

/** Whether what is shown is of now, as far as it goes. */
export const isBelieved = (link: Link): link is Extract<Link, { kind: "live" | "silent" | "clock" }> =>
  link.kind === "live" || link.kind === "silent" || link.kind === "clock";
