import { cancelCalls } from "../../server/commands/cancel-calls.ts";
import { lookUpCalls } from "../../server/commands/look-up-calls.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { type Running, retryDelayMs } from "../loop.ts";

const EVERY_MS = 1_000;
/** Many alerts at once wake it once. */
const PAUSE_MS = 100;

/**
 * Ends calls that are wanted no more, and asks after those that nobody told of; neither waits for the other, whatever
 * fails. Any number may run: each call is looked up by one at a time, and ending one twice does no harm.
 */
export function runCaller(context: Context, pokes: Pokes): Running {
  const loops = [
    runLoop(context, pokes, { task: cancelCalls, failing: "calls cannot be cancelled" }),
    runLoop(context, pokes, { task: lookUpCalls, failing: "calls cannot be looked up" }),
  ];
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
}

interface Duty {
  task: (context: Context) => Promise<number>;
  /** What the log says once it fails. */
  failing: string;
}

function runLoop(context: Context, pokes: Pokes, { task, failing }: Duty): Running {
  const wake = new Wake();
  // Whoever takes an alert elsewhere must not be rung on for a second more.
  pokes.on("alerts", () => wake.wake());
  let stopped = false;

  async function loop(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      try {
        await task(context);
        if (failures > 0) context.log.info({ failures, was: failing }, "calls are followed again");
        failures = 0;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        if (!stopped) await wake.wait(EVERY_MS);
      } catch (error) {
        failures++;
        if (failures === 1) context.log.warn({ err: String(error) }, failing);
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
