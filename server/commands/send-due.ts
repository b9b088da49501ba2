import type { Tx } from "../../db/sql.ts";
import { lockLost } from "../../db/stores/notification-queue.ts";
import { chatText } from "../../domain/escalation/words/chat-text.ts";
import { CHANNELS } from "../channels/channels.ts";
import { writeMessage } from "../channels/write-message.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { claimNext, type Job } from "./claim-next.ts";
import { placeCall } from "./place-call.ts";
import { settleLost, settleSend } from "./settle-send.ts";

export interface SendCounts {
  accepted: number;
  /** Goes again, now or later. */
  again: number;
  held: number;
  dropped: number;
  failed: number;
}

/** What came of the most urgent one; none: nothing is due. */
export type Sent = keyof SendCounts | "none";

/** Tries at the same time in one process: each may hold two connections to Postgres for a moment. */
export const LANES = 4;
/** Lost senders' messages that are settled in one go. */
const LOST_AT_ONCE = 50;
/** So that a caller who waits gets an answer even when more is queued all the time. */
const MOST_PER_CALL = 1_000;

/**
 * Sends everything whose time has come, the most urgent first, and waits for the answers. Any number of processes may
 * do so at the same time.
 */
export async function sendDue(context: Context): Promise<SendCounts> {
  const counts: SendCounts = { accepted: 0, again: 0, held: 0, dropped: 0, failed: 0 };
  await settleLostSends(context);
  let looked = 0;
  const lane = async () => {
    while (looked++ < MOST_PER_CALL) {
      const sent = await sendOne(context);
      if (sent === "none") return;
      counts[sent]++;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return counts;
}

/** Takes the most urgent notification whose time has come, and sends it. */
export async function sendOne(context: Context): Promise<Sent> {
  const claim = await claimNext(context);
  if (claim.kind === "none") return "none";
  const sent = claim.kind === "job" ? await runJob(context, claim.job) : claim.kind;
  poke(context, "alerts");
  // What goes instead, or again, is queued already.
  if (sent === "failed" || sent === "again") poke(context, "notify");
  return sent;
}

/** Makes one try, whose intent is committed, and settles it. Never throws for what a provider does. */
export async function runJob(context: Context, job: Job): Promise<"accepted" | "again" | "failed" | "held"> {
  const { robot, facts, repeat } = job;
  if (robot === null) return runCall(context, job);
  const message = await writeMessage(context, facts, chatText(facts, { repeat }), robot.kind);
  const outcome = await CHANNELS[robot.kind].send(context, robot, message);
  const next = await settleSend(context, job, outcome);
  return outcome.kind === "accepted" ? "accepted" : next === "give_up" ? "failed" : "again";
}

/** A call settles itself, its notification and its next try. */
async function runCall(
  context: Context,
  { attempt, notification }: Job,
): Promise<"accepted" | "again" | "failed" | "held"> {
  const { kind } = await placeCall(context, attempt, notification);
  if (kind === "held") return "held";
  if (kind === "retry") return "again";
  return kind === "final" ? "failed" : "accepted";
}

/** Settles messages whose sender died on the way. @returns how many */
export async function settleLostSends(context: Context): Promise<number> {
  return (await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const lost = await lockLost(tx, context.clock.machineNow(), LOST_AT_ONCE);
    for (const notification of lost) await settleLost(tx, context, notification);
    return lost.length;
  })) as number;
}
