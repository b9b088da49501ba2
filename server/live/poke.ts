import type { Context } from "../platform/context.ts";

/** The channel on which whoever commits wakes the projector. */
export function pokeChannel(boardTag: string): string {
  return `{${boardTag}}:poke`;
}

/** Wakes the projector now instead of at its next poll. Never waits: what is lost is found by the poll. */
export function poke({ redis, boardTag }: Pick<Context, "redis" | "boardTag">, what: string): void {
  if (redis.status === "ready") redis.publish(pokeChannel(boardTag), what).catch(() => {});
}
