import type { Pokes } from "../../server/live/pokes.ts";
import { projectChanges } from "../../server/live/project-changes.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { Figures } from "../figures.ts";
import { type Running, retryDelayMs } from "../loop.ts";

/** Finds what no poke told of. */
const POLL_MS = 200;
const MS_PER_S = 1_000;

/** Projects changes as they come. Any number may run beside each other. */
export function runProjector(context: Context, pokes: Pokes, figures: Figures = new Figures()): Running {
  const wake = new Wake();
  let stopped = false;
  pokes.on("outbox", () => wake.wake());

  async function loop(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      try {
        const startedAt = performance.now();
        const orders = await projectChanges(context);
        if (orders > 0) figures.projected(orders, (performance.now() - startedAt) / MS_PER_S);
        if (failures > 0) context.log.info({ failures }, "changes reach the board again");
        failures = 0;
        if (orders === 0) await wake.wait(POLL_MS);
      } catch (error) {
        failures++;
        figures.projectionFailed();
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
