import type { Pokes } from "../../server/live/pokes.ts";
import { projectChanges } from "../../server/live/project-changes.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { type Running, retryDelayMs } from "../loop.ts";

/** Finds what no poke told of. */
const POLL_MS = 200;

/** Projects changes as they come. Any number may run beside each other. */
export function runProjector(context: Context, pokes: Pokes): Running {
  const wake = new Wake();
  let stopped = false;
  pokes.on("outbox", () => wake.wake());

  async function loop(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      try {
        const orders = await projectChanges(context);
        if (failures > 0) context.log.info({ failures }, "changes reach the board again");
        failures = 0;
        if (orders === 0) await wake.wait(POLL_MS);
      } catch (error) {
        failures++;
        if (failures === 1) context.log.warn({ err: messageOf(error) }, "changes cannot reach the board");
        if (!stopped) await new Promise((resolve) => setTimeout(resolve, retryDelayMs(failures)));
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
