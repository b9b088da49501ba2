import { moveDue } from "../../server/commands/move-due.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { type Running, retryDelayMs } from "../loop.ts";

/** How long it sleeps at most: a hold that began meanwhile may last shorter than those that it knew. Machine time. */
const EVERY_MS = 2_000;
/** However fast shop time runs. */
const AT_LEAST_MS = 20;

/** Moves orders whose watch has lasted. Any number may run. */
export function runMover(context: Context): Running {
  const wake = new Wake();
  let stopped = false;

  async function loop(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      try {
        const { more, nextAt } = await moveDue(context);
        if (failures > 0) context.log.info({ failures }, "orders are moved by watches again");
        failures = 0;
        if (!more && !stopped) await wake.wait(sleepMs(nextAt));
      } catch (error) {
        failures++;
        if (failures === 1) context.log.warn({ err: String(error) }, "orders cannot be moved by watches");
        if (!stopped) await wake.wait(retryDelayMs(failures));
      }
    }
  }

  function sleepMs(nextAt: number | null): number {
    if (nextAt === null) return EVERY_MS;
    const { clock } = context;
    return Math.min(EVERY_MS, Math.max(AT_LEAST_MS, Math.ceil((nextAt - clock.shopNow()) / clock.speed)));
  }

  const ended = loop();
  return {
    stop: () => {
      stopped = true;
      wake.wake();
      return ended;
    },
  };
}
