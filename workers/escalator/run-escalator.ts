import { fireSteps } from "../../server/commands/fire-steps.ts";
import { ESCALATOR_LOOK_MS } from "../../server/live/poke.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { Figures } from "../figures.ts";
import { type Running, retryDelayMs } from "../loop.ts";
import { Heartbeat } from "./heartbeat.ts";

const MS_PER_S = 1_000;
/** Batches at a time while there are more than one. */
const LANES = 2;

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
    let behind = false;
    while (!stopped) {
      try {
        const startedAt = performance.now();
        // With a backlog one batch is decided while the database writes another.
        const looks = await Promise.all(Array.from({ length: behind ? LANES : 1 }, () => fireSteps(context)));
        const seconds = (performance.now() - startedAt) / MS_PER_S;
        for (const { fired, resolved } of looks) figures.escalated(fired, resolved, seconds / looks.length);
        const nextAt = nearest(looks.map((look) => look.nextAt));
        behind = nextAt !== null && nextAt <= context.clock.shopNow();
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

function nearest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Machine ms until the nearest step, or until it looks by itself. @param nextAt shop time, epoch ms */
function pauseMs({ clock }: Context, nextAt: number | null): number {
  if (nextAt === null) return ESCALATOR_LOOK_MS;
  return Math.min(ESCALATOR_LOOK_MS, Math.max(0, (nextAt - clock.shopNow()) / clock.speed));
}
