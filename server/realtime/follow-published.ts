import { listenForPokes, type Poke, type Pokes } from "../live/pokes.ts";
import type { Context } from "../platform/context.ts";
import { within } from "../platform/within.ts";

/** Redis that takes longer counts as away. */
const READ_WITHIN_MS = 1_000;

type Reader<T> = (context: Pick<Context, "redis" | "boardTag">) => Promise<T | null>;

/**
 * Keeps this process's copy of what the ticker publishes: reads it when told that there is a new one, and at every look,
 * since what Redis tells may be lost. While there is none to be had it keeps the last, whose `asOf` tells its age.
 */
export class PublishedFollower<T> {
  readonly #pokes: Pokes;
  #latest: T | null = null;
  #text = "";
  #reading: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  /** @param onChange called with each one that is not the last one */
  constructor(
    private readonly context: Pick<Context, "redis" | "boardTag">,
    poke: Poke,
    private readonly readPublished: Reader<T>,
    private readonly onChange: (published: T) => void,
  ) {
    this.#pokes = listenForPokes(context);
    this.#pokes.on(poke, () => void this.look());
  }

  /** Null while there never was one. */
  latest(): T | null {
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
      const read = await within(this.readPublished(this.context), READ_WITHIN_MS).catch(() => null);
      if (this.#stopped) return;
      const text = JSON.stringify(read);
      if (read === null || text === this.#text) continue;
      this.#latest = read;
      this.#text = text;
      this.onChange(read);
    } while (this.#again);
  }
}
