import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

type Argument = string | number;

/** A Lua script sent once and called by its hash afterwards; its one key is the board's prefix. */
export class Script {
  readonly #sha: string;

  constructor(private readonly lua: string) {
    this.#sha = createHash("sha1").update(lua).digest("hex");
  }

  /** @param prefix names the cluster slot; every key that the script touches begins with it */
  async run(redis: Redis, prefix: string, args: readonly Argument[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.#sha, 1, prefix, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return redis.eval(this.lua, 1, prefix, ...args);
    }
  }
}
