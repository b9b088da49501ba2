import type { DelaySummary } from "../../domain/wire/delay.ts";
import { listenForPokes, type Pokes } from "../live/pokes.ts";
import { readDelay } from "../live/read-delay.ts";
import type { Context } from "../platform/context.ts";
import { within } from "../platform/within.ts";

/** Redis that takes longer counts as away. */
const READ_WITHIN_MS = 1_000;

/**
 * Keeps this process's copy of where the delay sits: reads it when told that there is a new one, and at every look, since
 * what Redis tells may be lost. While there is none to be had it keeps the last, whose `asOf` tells its age.
 */
export class DelayFollower {
  readonly #pokes: Pokes;
  #latest: DelaySummary | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  /** @param onChange called with each summary that is not the last one */
  constructor(
    private readonly context: Pick<Context, "redis" | "boardTag">,
    private readonly onChange: (summary: DelaySummary) => void,
  ) {
    this.#pokes = listenForPokes(context);
    this.#pokes.on("delay", () => void this.look());
  }

  /** Null while there never was one. */
  latest(): DelaySummary | null {
    return this.#latest;
  }

  /** Reads what Redis has; one read at a time, so that an older answer never comes after a newer one. */
  look(): Promise<void> {
    if (this.#reading !== null) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  stop(): void {
    this.#stopped = true;
    this.#pokes.close();
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      const read = await within(readDelay(this.context), READ_WITHIN_MS).catch(() => null);
      if (this.#stopped) return;
      if (read === null || read.asOf === this.#latest?.asOf) continue;
      this.#latest = read;
      this.onChange(read);
    } while (this.#again);
  }
}
