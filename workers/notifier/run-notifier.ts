import { readNextTurn } from "../../db/stores/notification-queue.ts";
import { LANES, sendOne, settleLostSends } from "../../server/commands/send-due.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { type Running, retryDelayMs } from "../loop.ts";

/** Finds what no poke told of. */
const POLL_MS = 1_000;
const LOST_EVERY_MS = 1_000;

/** Sends notifications as they become due, a few at the same time. Any number may run beside each other. */
export function runNotifier(context: Context, pokes: Pokes): Running {
  const wakes = Array.from({ length: LANES }, () => new Wake());
  const wakeAll = () => {
    for (const wake of wakes) wake.wake();
  };
  pokes.on("notify", wakeAll);
  let stopped = false;
  let failures = 0;

  /** Runs a step, and tells the log of the first failure and of the end of them. */
  async function guarded<T>(step: () => Promise<T>): Promise<T | null> {
    try {
      const done = await step();
      if (failures > 0) context.log.info({ failures }, "notifications go out again");
      failures = 0;
      return done;
    } catch (error) {
      failures++;
      if (failures === 1) context.log.warn({ err: messageOf(error) }, "notifications cannot go out");
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, retryDelayMs(failures)));
      return null;
    }
  }

  async function lane(wake: Wake): Promise<void> {
    while (!stopped) {
      const sent = await guarded(() => sendOne(context));
      if (sent === "none" && !stopped) await wake.wait((await guarded(() => untilNext(context))) ?? POLL_MS);
    }
  }

  const settler = new Wake();
  async function settleLost(): Promise<void> {
    while (!stopped) {
      const settled = await guarded(() => settleLostSends(context));
      if (settled) wakeAll();
      else await settler.wait(LOST_EVERY_MS);
    }
  }

  const ended = Promise.all([...wakes.map(lane), settleLost()]);
  return {
    stop: async () => {
      stopped = true;
      wakeAll();
      settler.wake();
      await ended;
    },
  };
}

/** How long nothing is due, as far as is known now. */
async function untilNext({ sql, clock }: Context): Promise<number> {
  const times = { shopNow: clock.shopNow(), machineNow: clock.machineNow() };
  const at = await readNextTurn(sql, times, clock.speed);
  return at === null ? POLL_MS : Math.min(POLL_MS, Math.max(1, at - times.machineNow));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
