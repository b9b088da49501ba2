import { fireSteps } from "../../server/commands/fire-steps.ts";
import { ESCALATOR_LOOK_MS } from "../../server/live/poke.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { Figures } from "../figures.ts";
import { type Running, retryDelayMs } from "../loop.ts";
import { Heartbeat } from "./heartbeat.ts";

const MS_PER_S = 1_000;

/**
 * Fires steps when their time comes: sleeps until the nearest one, and looks by itself now and then for what no timer
 * knew of. Any number may run beside each other.
 */
export function runEscalator(context: Context, pokes: Pokes, figures: Figures = new Figures()): Running {
  const wake = new Wake();
  const heartbeat = new Heartbeat(context);
  let stopped = false;
  pokes.on("steps", () => wake.wake());

  async function loop(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      try {
        const startedAt = performance.now();
        const { fired, resolved, nextAt } = await fireSteps(context);
        figures.escalated(fired, resolved, (performance.now() - startedAt) / MS_PER_S);
        if (failures > 0) context.log.info({ failures }, "steps fire again");
        failures = 0;
        heartbeat.beat();
        await wake.wait(pauseMs(context, nextAt));
      } catch (error) {
        failures++;
        figures.escalationFailed();
        if (failures === 1) context.log.warn({ err: String(error) }, "steps cannot fire");
        if (!stopped) await wake.wait(retryDelayMs(failures));
      }
    }
  }

  const ended = loop();
  return {
    stop: async () => {
      stopped = true;
      wake.wake();
      await Promise.all([ended, heartbeat.stop()]);
    },
  };
}

/** Machine ms until the nearest step, or until it looks by itself. @param nextAt shop time, epoch ms */
function pauseMs({ clock }: Context, nextAt: number | null): number {
  if (nextAt === null) return ESCALATOR_LOOK_MS;
  return Math.min(ESCALATOR_LOOK_MS, Math.max(0, (nextAt - clock.shopNow()) / clock.speed));
}
