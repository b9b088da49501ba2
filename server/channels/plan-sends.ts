import type { RateLimit } from "./types.ts";

/** A robot as its budget sees it. Machine time, epoch ms. */
export interface RobotBudget {
  id: string;
  limits: readonly RateLimit[];
  /** What went out through it of late, ascending. */
  sentAt: readonly number[];
  bannedUntil: number | null;
  /** The lower ones go first while they may. */
  rank: number;
}

/** Machines differ by less; what lies further ahead was sent before a clock was set back, and would hold for as long. */
const MOST_AHEAD_MS = 60_000;

export interface PlannedSend {
  robotId: string;
  at: number;
}

/**
 * When, and through which robot, the next messages of a group may go: as soon as any may, of those that may at once
 * the best rank, and of these the one that has rested longest. Nobody's turn comes while its budget is spent or it is
 * banned.
 * @param count how many messages wait
 * @returns one for each, ascending in time; empty without robots
 */
export function planSends(robots: readonly RobotBudget[], nowMs: number, count: number): PlannedSend[] {
  const turns = robots.map((robot) => ({
    robot,
    sentAt: robot.sentAt.filter((at) => at <= nowMs + MOST_AHEAD_MS),
  }));
  const planned: PlannedSend[] = [];
  for (let n = 0; n < count && turns.length > 0; n++) {
    let best: { turn: (typeof turns)[number]; at: number } | null = null;
    for (const turn of turns) {
      const at = earliest(turn.robot, turn.sentAt, nowMs);
      if (best === null || comesFirst({ turn, at }, best)) best = { turn, at };
    }
    best!.turn.sentAt.push(best!.at);
    planned.push({ robotId: best!.turn.robot.id, at: best!.at });
  }
  return planned;
}

interface Turn {
  turn: { robot: RobotBudget; sentAt: number[] };
  at: number;
}

function comesFirst(one: Turn, other: Turn): boolean {
  if (one.at !== other.at) return one.at < other.at;
  if (one.turn.robot.rank !== other.turn.robot.rank) return one.turn.robot.rank < other.turn.robot.rank;
  const [mine, others] = [one.turn.sentAt, other.turn.sentAt];
  const restedMs = (others.at(-1) ?? 0) - (mine.at(-1) ?? 0);
  return restedMs > 0 || (restedMs === 0 && mine.length < others.length);
}

/** Sends ascend, so a window has room again when the `most`-th last of them has left it. */
function earliest({ limits, bannedUntil }: RobotBudget, sentAt: readonly number[], nowMs: number): number {
  let at = Math.max(nowMs, bannedUntil ?? 0);
  for (const { windowMs, most } of limits) {
    const leaves = sentAt[sentAt.length - most];
    if (leaves !== undefined) at = Math.max(at, leaves + windowMs);
  }
  return at;
}
