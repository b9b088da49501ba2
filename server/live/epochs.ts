import type { Context } from "../platform/context.ts";
import { epochKeys, prefixOf } from "./keys.ts";

/** Deletes what generations left behind that neither serve nor are being built. */
export async function sweepEpochs({
  redis,
  boardTag,
  settings,
}: Pick<Context, "redis" | "boardTag" | "settings">): Promise<void> {
  const prefix = prefixOf(boardTag);
  const known = await redis.smembers(`${prefix}epochs`);
  // Asked after the members: what is neither now will never be again, since a number is used once.
  const inUse = await redis.mget(`${prefix}epoch`, `${prefix}building`);
  const dead = known.filter((epoch) => !inUse.includes(epoch));
  if (dead.length === 0) return;
  const { nodes } = await settings.get();
  for (const epoch of dead) {
    // One key at a time: where freeing is not done in the background, others get their turn between.
    for (const key of epochKeys(prefix, Number(epoch), nodes.keys())) await redis.unlink(key);
    await redis.srem(`${prefix}epochs`, epoch);
  }
}
