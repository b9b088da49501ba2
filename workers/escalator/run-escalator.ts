import { type Fired, fireSteps, rehearseSteps } from "../../server/commands/fire-steps.ts";
import { ESCALATOR_LOOK_MS } from "../../server/live/poke.ts";
import type { Pokes } from "../../server/live/pokes.ts";
import { Wake } from "../../server/live/wake.ts";
import type { Context } from "../../server/platform/context.ts";
import { Figures } from "../figures.ts";
import { type Running, retryDelayMs } from "../loop.ts";
import { Heartbeat } from "./heartbeat.ts";

const MS_PER_S = 1_000;
/** Batches at a time while there is a backlog: each is decided while the database writes others. */
const LANES = 3;
/** What is due at one look, and more, is a backlog. Below it one lane takes what has come by then, without a rival. */
const BACKLOG = 50;

/**
 * Fires steps when their time comes: sleeps until the nearest one, and looks by itself now and then for what no timer
 * knew of. Any number may run beside each other.
 */
export function runEscalator(context: Context, pokes: Pokes, figures: Figures = new Figures()): Running {
  const wake = new Wake();
  const heartbeat = new Heartbeat(context);
  let stopped = false;
  pokes.on("steps", () => wake.wake());

  async function look(lanes: number): Promise<Fired> {
    const startedAt = performance.now();
    const looked = await fireSteps(context);
    const seconds = (performance.now() - startedAt) / MS_PER_S;
    figures.escalated(looked.fired, looked.resolved, seconds / lanes);
    return looked;
  }

  const isBehind = ({ fired, resolved }: Fired) => !stopped && fired + resolved >= BACKLOG;

  /** Looks until no backlog is left; no lane waits for another. @returns when to look next, shop time */
  async function lookAround(): Promise<number | null> {
    const first = await look(1);
    if (!isBehind(first)) return first.nextAt;
    const lanes = Array.from({ length: LANES }, async () => {
      for (;;) {
        const looked = await look(LANES);
        if (!isBehind(looked)) return looked.nextAt;
        heartbeat.beat();
      }
    });
    // A lane that fails leaves no other behind at work.
    const ends = await Promise.allSettled(lanes);
    return nearest(ends.map(valueOrThrow));
  }

  async function loop(): Promise<void> {
    let failures = 0;
    await Promise.all(Array.from({ length: LANES }, () => rehearseSteps(context))).catch(() => {});
    while (!stopped) {
      try {
        const nextAt = await lookAround();
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

function valueOrThrow<T>(end: PromiseSettledResult<T>): T {
  if (end.status === "rejected") throw end.reason;
  return end.value;
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
