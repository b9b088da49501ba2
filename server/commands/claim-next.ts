import type { Tx } from "../../db/sql.ts";
import { type Attempt, openAttempt } from "../../db/stores/attempts.ts";
import {
  endNotification,
  lockNext,
  lockNotification,
  markSending,
  type QueuedNotification,
  type Times,
} from "../../db/stores/notification-queue.ts";
import type { Robot } from "../../db/stores/robots.ts";
import { countSend } from "../../db/stores/sends.ts";
import type { NotificationFacts } from "../../domain/escalation/words/facts.ts";
import type { Context } from "../platform/context.ts";
import { withinTx } from "../platform/within-tx.ts";
import { readNotificationFacts } from "../queries/notification-facts.ts";
import { chooseRobot, LONGEST_WINDOW_MS } from "./choose-robot.ts";
import { fallBack } from "./fall-back.ts";

/** Longer than a try may take; who has not come back by then is gone. Machine time. */
export const SEND_LEASE_MS = 30_000;

/** Something to send, its intent committed. */
export interface Job {
  notification: QueuedNotification;
  attempt: Attempt;
  facts: NotificationFacts;
  /** Null: it is a call. */
  robot: Robot | null;
  /** An earlier try of it may have arrived. */
  repeat: boolean;
}

export type Claim =
  | { kind: "job"; job: Job }
  /** Not to be sent before then (machine time). */
  | { kind: "held"; untilMs: number }
  /** Not to be sent at all. */
  | { kind: "dropped" | "failed" }
  | { kind: "none" };

/**
 * Takes the most urgent notification whose time has come. What nobody needs to hear any more is dropped; what a budget
 * holds back is told until when. Otherwise the intent to send it is committed, with its part of the budget.
 */
export async function claimNext(context: Context): Promise<Claim> {
  const times = { shopNow: context.clock.shopNow(), machineNow: context.clock.machineNow() };
  return (await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const notification = await lockNext(tx, times);
    return notification ? claim(tx, context, notification, times) : { kind: "none" };
  })) as Claim;
}

/** Takes this one, which was just made in this transaction. */
export async function claimThis(tx: Tx, context: Context, id: string): Promise<Claim> {
  const times = { shopNow: context.clock.shopNow(), machineNow: context.clock.machineNow() };
  const notification = await lockNotification(tx, id);
  return notification ? claim(tx, context, notification, times) : { kind: "none" };
}

async function claim(
  tx: Tx,
  context: Context,
  notification: QueuedNotification,
  times: Times,
): Promise<Claim> {
  const { machineNow } = times;
  const facts = await readNotificationFacts(withinTx(context, tx), notification.id);
  if (facts === null || notification.cancelAt !== null || !isStillWanted(facts)) {
    await endNotification(tx, notification.id, { state: "dropped", machineNow });
    return { kind: "dropped" };
  }
  if (notification.kind === "voice") {
    const account = notification.personId ?? "";
    const job = await begin(tx, notification, facts, { provider: "voice", account }, machineNow);
    return { kind: "job", job: { ...job, robot: null, repeat: false } };
  }
  const choice = await chooseRobot(tx, notification, times);
  if (choice.kind === "held") return choice;
  if (choice.kind === "none") {
    await endNotification(tx, notification.id, { state: "failed", machineNow, said: { failed: "no_robot" } });
    await fallBack(tx, context, notification);
    return { kind: "failed" };
  }
  const { robot, attempts } = choice;
  const job = await begin(tx, notification, facts, { provider: robot.kind, account: robot.id }, machineNow);
  await countSend(tx, robot.id, machineNow, LONGEST_WINDOW_MS);
  return { kind: "job", job: { ...job, robot, repeat: attempts.some(({ state }) => state === "unknown") } };
}

async function begin(
  tx: Tx,
  notification: QueuedNotification,
  facts: NotificationFacts,
  through: { provider: string; account: string },
  machineNow: number,
): Promise<Pick<Job, "notification" | "attempt" | "facts">> {
  await markSending(tx, notification.id, machineNow + SEND_LEASE_MS);
  const attempt = await openAttempt(tx, { notificationId: notification.id, ...through, at: machineNow });
  return { notification, attempt, facts };
}

/** An order that moved on since it was queued is told of no more. */
function isStillWanted({
  purpose,
  topic,
  alertCount,
  openCount,
  unresolvedCount,
}: NotificationFacts): boolean {
  if (alertCount === 0) return true;
  if (purpose === "step") return openCount > 0;
  if (purpose === "notice" && topic !== "gap") return unresolvedCount > 0;
  return true;
}
