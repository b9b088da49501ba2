import { NOTES_PER_TAKE, sumDelays } from "../../server/commands/sum-delays.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { type Running, retryDelayMs } from "../loop.ts";

/** Answers are exact without it: it may let notes gather, so that more of them fall into one bucket. */
const EVERY_MS = 1_000;

/** Adds ended visits to the sums of overdue time. Any number may run; one at a time adds. */
export function runSummer(context: Context): Running {
  const wake = new Wake();
  let stopped = false;

  async function loop(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      try {
        const notes = await sumDelays(context);
        if (failures > 0) context.log.info({ failures }, "overdue time is summed again");
        failures = 0;
        if (notes === "busy" || notes < NOTES_PER_TAKE) await wake.wait(EVERY_MS);
      } catch (error) {
        failures++;
        if (failures === 1) context.log.warn({ err: String(error) }, "overdue time cannot be summed");
        if (!stopped) await wake.wait(retryDelayMs(failures));
      }
    }
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
