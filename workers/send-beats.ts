import { randomUUID } from "node:crypto";
import { WORKER_BEAT_MS } from "../server/live/limits.ts";
import { beat, endBeat } from "../server/live/worker-beats.ts";
import type { Context } from "../server/platform/context.ts";
import type { Figures } from "./figures.ts";
import type { Running } from "./loop.ts";

/** Gives signs of life with what was counted, so that health can tell whether any worker is there. */
export function sendBeats(context: Context, figures: Figures): Running {
  const id = randomUUID();
  // Redis away: then health says so by itself.
  const send = () => beat(context, id, figures.take()).catch(() => {});
  void send();
  const timer = setInterval(send, WORKER_BEAT_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await endBeat(context, id).catch(() => {});
    },
  };
}
