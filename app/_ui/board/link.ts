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
  /** Messages arrive, but the numbers in them are `lagMs` behind; null: for an unknown time. */
  | { kind: "late"; lagMs: number | null }
  /** The board moves, but is `lagMs` behind (null: for an unknown time): counts are not complete. */
  | { kind: "catching_up"; lagMs: number | null }
  /** What is shown is right as far as it goes, but these sources tell nothing; what is missed most comes first. */
  | { kind: "silent"; ageMs: number; sources: SilentSource[] };

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
} as const;

export interface Heard {
  pulse: Pulse;
  sources: Watermark["sources"];
  /** Since the last message arrived. */
  silentMs: number;
  /** Since the socket closed; null: it says it is open. */
  closedMs: number | null;
}

/**
 * Judges the link from what was last heard. Lost outranks late, since a lost screen cannot know; late outranks silent,
 * since a board that stands still cannot tell who is silent.
 */
export function readLink({ pulse, sources, silentMs, closedMs }: Heard): Link {
  const ageMs = silentMs + pulse.lagMs;
  if (silentMs >= LINK_LIMITS.silenceMs) return { kind: "lost", ageMs };
  if (closedMs !== null && closedMs >= LINK_LIMITS.closedMs) return { kind: "lost", ageMs };
  const lagMs = pulse.lagMs > 0 ? ageMs : null;
  if (pulse.state === "catching_up") return { kind: "catching_up", lagMs };
  const behindMs = silentMs <= LINK_LIMITS.heartbeatMs ? ageMs : pulse.lagMs;
  if (pulse.state === "late" || behindMs > LINK_LIMITS.lagMs) return { kind: "late", lagMs };
  const silent = silentSources(sources);
  return silent.length > 0 ? { kind: "silent", ageMs, sources: silent } : { kind: "live", ageMs };
}

function silentSources(sources: Watermark["sources"]): SilentSource[] {
  return Object.entries(sources)
    .flatMap(([key, { silence }]) => (silence ? [{ key, ...silence }] : []))
    .sort((a, b) => b.expected - a.expected || (a.key < b.key ? -1 : 1));
}
