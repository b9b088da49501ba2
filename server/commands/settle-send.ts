import type { Tx } from "../../db/sql.ts";
import { type Attempt, correctAttempt, readAttempts, settleAttempt } from "../../db/stores/attempts.ts";
import {
  endNotification,
  lockNotification,
  type QueuedNotification,
  requeue,
} from "../../db/stores/notification-queue.ts";
import { banRobot, blameRobot, praiseRobot, readRobots } from "../../db/stores/robots.ts";
import { afterSend, type Next, type TryEnd } from "../../domain/escalation/after-send.ts";
import { chatText } from "../../domain/escalation/words/chat-text.ts";
import type { ChatOutcome } from "../channels/types.ts";
import type { Context } from "../platform/context.ts";
import { robotsFor } from "./choose-robot.ts";
import type { Job } from "./claim-next.ts";
import { fallBack } from "./fall-back.ts";

/** Writes down how a try of a message ended, and what is done next, in one transaction. */
export async function settleSend(
  context: Context,
  job: Job,
  outcome: ChatOutcome,
): Promise<Next["do"] | "late"> {
  return (await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const at = context.clock.machineNow();
    const notification = await lockNotification(tx, job.notification.id);
    if (!notification) return "late";
    const settled = await settleAttempt(tx, job.attempt.id, {
      state: outcome.kind === "accepted" ? "accepted" : outcome.kind === "unknown" ? "unknown" : "failed",
      at,
      settledBy: outcome.answer.status === null ? "timeout" : "answer",
      providerId: outcome.kind === "accepted" ? outcome.providerId : null,
      answer: { ...outcome.answer, verdict: outcome.kind },
    });
    if (!settled) return late(tx, notification, job, outcome, at);
    await noteRobot(tx, job, outcome, at);
    return decide(tx, context, notification, job, endOf(outcome), at);
  })) as Next["do"] | "late";
}

/** The lease had run out before the answer came: others took it for lost. Their repeat can still be spared. */
async function late(
  tx: Tx,
  notification: QueuedNotification,
  job: Job,
  { kind, answer }: ChatOutcome,
  at: number,
): Promise<"late"> {
  if (kind !== "accepted" || job.robot === null) return "late";
  await correctAttempt(tx, job.attempt.id, at, { ...answer, verdict: kind });
  if (notification.state === "queued") {
    await endNotification(tx, notification.id, { state: "accepted", machineNow: at, said: said(job) });
  }
  return "late";
}

async function noteRobot(tx: Tx, { robot }: Job, outcome: ChatOutcome, at: number): Promise<void> {
  if (robot === null) return;
  const { kind, answer } = outcome;
  if (kind === "accepted") await praiseRobot(tx, robot.id);
  if (kind === "final")
    await blameRobot(tx, robot.id, [answer.code, answer.message].filter(Boolean).join(" "));
  if (kind === "retry" && outcome.bannedMs !== undefined) await banRobot(tx, robot.id, at + outcome.bannedMs);
}

/** The try that ended is settled already. */
async function decide(
  tx: Tx,
  context: Context,
  notification: QueuedNotification,
  job: Pick<Job, "facts" | "repeat" | "robot"> | null,
  end: TryEnd,
  at: number,
): Promise<Next["do"]> {
  const attempts = await readAttempts(tx, notification.id);
  const next = afterSend(end, await historyOf(tx, notification, attempts));
  if (next.do === "done") {
    await endNotification(tx, notification.id, {
      state: "accepted",
      machineNow: at,
      said: job ? said(job) : undefined,
    });
  } else if (next.do === "again") {
    await requeue(
      tx,
      notification.id,
      next.afterMs > 0 ? { untilMs: at + next.afterMs, reason: "retry" } : null,
    );
  } else {
    await endNotification(tx, notification.id, {
      state: "failed",
      machineNow: at,
      said: { failed: next.why },
    });
    await fallBack(tx, context, notification);
  }
  return next.do;
}

function endOf(outcome: ChatOutcome): TryEnd {
  if (outcome.kind !== "retry") return { kind: outcome.kind };
  return { kind: "retry", afterMs: outcome.afterMs, banned: outcome.bannedMs !== undefined };
}

async function historyOf(tx: Tx, notification: QueuedNotification, attempts: readonly Attempt[]) {
  const all = notification.groupKey === null ? [] : await readRobots(tx, notification.groupKey);
  const left = robotsFor(all, notification, attempts);
  const tried = new Set(attempts.map(({ account }) => account));
  return {
    retries: attempts.filter(({ answer }) => answer?.verdict === "retry").length,
    unknowns: attempts.filter(({ state }) => state === "unknown").length,
    robotsLeft: left.length,
    untried: left.filter(({ id }) => !tried.has(id)).length,
    // A contact's code may be tried again; of a robot's test whoever asked for it waits for the answer.
    once: notification.purpose === "test" && notification.subject?.contactId === undefined,
  };
}

/** What goes into the ledger: the words, but never a code. */
function said({ facts, repeat, robot }: Pick<Job, "facts" | "repeat" | "robot">): object {
  const { code, ...subject } = facts.subject;
  const hidden = code === undefined ? subject : { ...subject, code: "••••••" };
  const { title, lines, language } = chatText({ ...facts, subject: hidden }, { repeat });
  return { ...subject, title, lines, language, channel: robot?.kind, repeat };
}

/**
 * A sender has not come back: nobody knows whether the message went out. It is repeated once, as one that may be a
 * repeat, or given up. The caller has locked it.
 */
export async function settleLost(tx: Tx, context: Context, notification: QueuedNotification): Promise<void> {
  const at = context.clock.machineNow();
  const answer = { status: null, code: "sender_lost", message: null, verdict: "unknown" };
  const open = (await readAttempts(tx, notification.id)).filter(({ settledAt }) => settledAt === null);
  for (const { id } of open) {
    await settleAttempt(tx, id, { state: "unknown", at, settledBy: "timeout", answer });
  }
  await decide(tx, context, notification, null, { kind: "unknown" }, at);
}
