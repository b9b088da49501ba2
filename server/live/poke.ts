import type { Context } from "../platform/context.ts";

/** The channel on which whoever commits wakes the projector. */
export function pokeChannel(boardTag: string): string {
  return `{${boardTag}}:poke`;
}

/** By then the escalator has looked by itself; machine time. */
export const ESCALATOR_LOOK_MS = 500;

/** Wakes the escalator where a step comes before it looks by itself. @param nextStepAt shop time, epoch ms */
export function pokeIfSoon(context: Pick<Context, "redis" | "boardTag" | "clock">, nextStepAt: number): void {
  const { clock } = context;
  if (nextStepAt <= clock.shopNow() + 2 * ESCALATOR_LOOK_MS * clock.speed) poke(context, "steps");
}

/** Wakes the projector now instead of at its next poll. Never waits: what is lost is found by the poll. */
export function poke({ redis, boardTag }: Pick<Context, "redis" | "boardTag">, what: string): void {
  if (redis.status === "ready") redis.publish(pokeChannel(boardTag), what).catch(() => {});
}
