import type { Tx } from "../../db/sql.ts";
import { type Attempt, readAttempts } from "../../db/stores/attempts.ts";
import {
  holdBack,
  lockWaiting,
  type QueuedNotification,
  type Times,
} from "../../db/stores/notification-queue.ts";
import { type Robot, readRobots } from "../../db/stores/robots.ts";
import { ownBudget, readSends } from "../../db/stores/sends.ts";
import { CHANNELS } from "../channels/channels.ts";
import { planSends, type RobotBudget } from "../channels/plan-sends.ts";

/** The longest window of any budget. */
export const LONGEST_WINDOW_MS = Math.max(
  ...Object.values(CHANNELS).flatMap(({ limits }) => limits.map(({ windowMs }) => windowMs)),
);

export type Choice =
  | { kind: "robot"; robot: Robot; attempts: Attempt[] }
  /** Nothing may go yet; all that wait in the group were told until when. */
  | { kind: "held"; untilMs: number }
  /** No robot is left that could take it. */
  | { kind: "none" };

/**
 * Chooses the robot whose turn it is. Holds the group's budget until the transaction ends, so that no two senders count
 * the same room.
 */
export async function chooseRobot(tx: Tx, notification: QueuedNotification, times: Times): Promise<Choice> {
  const { groupKey } = notification;
  if (groupKey === null) return { kind: "none" };
  await ownBudget(tx, groupKey);
  const attempts = await readAttempts(tx, notification.id);
  const all = await readRobots(tx, groupKey);
  const robots = robotsFor(all, notification, attempts);
  if (robots.length === 0) return { kind: "none" };
  const sends = await readSends(
    tx,
    all.map(({ id }) => id),
    times.machineNow - LONGEST_WINDOW_MS,
  );
  const budgetOf = (robot: Robot): RobotBudget => ({
    id: robot.id,
    limits: CHANNELS[robot.kind].limits,
    sentAt: sends.get(robot.id) ?? [],
    bannedUntil: robot.bannedUntil,
    rank: rankOf(robot, attempts),
  });
  const [turn] = planSends(robots.map(budgetOf), times.machineNow, 1);
  if (turn!.at <= times.machineNow) {
    return { kind: "robot", robot: robots.find(({ id }) => id === turn!.robotId)!, attempts };
  }
  const working = all.filter(({ enabled }) => enabled).map(budgetOf);
  await holdGroup(tx, groupKey, working, times);
  // It may be held to fewer robots than the rest of its group.
  await holdBack(tx, [notification.id], [turn!.at], reasonOf(robots, times.machineNow));
  return { kind: "held", untilMs: turn!.at };
}

/** Robots that it may still go through. */
export function robotsFor(
  robots: readonly Robot[],
  { subject }: Pick<QueuedNotification, "subject">,
  attempts: readonly Attempt[],
): Robot[] {
  const refused = new Set(attempts.filter(isRefusal).map(({ account }) => account));
  const only = subject?.robotId;
  return robots.filter(({ id, enabled }) => (only ? id === only : enabled) && !refused.has(id));
}

const isRefusal = ({ answer }: Attempt): boolean => answer?.verdict === "final";

/** First those not tried with this message, then those that work, then chats before programs. */
function rankOf(robot: Robot, attempts: readonly Attempt[]): number {
  const tries = attempts.filter(({ account }) => account === robot.id).length;
  return Math.min(tries, 9) * 4 + (robot.lastError === null ? 0 : 2) + (robot.kind === "webhook" ? 1 : 0);
}

const reasonOf = (robots: readonly { bannedUntil: number | null }[], now: number) =>
  robots.every(({ bannedUntil }) => (bannedUntil ?? 0) > now) ? "ban" : "rate";

/** Tells every message that waits in the group when its turn will be, the most urgent first. */
async function holdGroup(
  tx: Tx,
  groupKey: string,
  robots: readonly RobotBudget[],
  times: Times,
): Promise<void> {
  const waiting = await lockWaiting(tx, groupKey, times);
  const turns = planSends(robots, times.machineNow, waiting.length);
  // Those whose turn is now, through robots that the asking one may not use, are not held back.
  const first = turns.findIndex(({ at }) => at > times.machineNow);
  if (first < 0) return;
  await holdBack(
    tx,
    waiting.slice(first),
    turns.slice(first).map(({ at }) => at),
    reasonOf(robots, times.machineNow),
  );
}
