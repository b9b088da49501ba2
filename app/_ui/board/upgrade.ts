import { swapPage } from "./swap-page.ts";

/** How long a server that has no page for us yet is left in peace, in ms. */
const RETRY_MS = 5_000;
/** Two servers of different pages would hand a screen to each other for ever: one load for each of them, in ms. */
const LOADED_FOR_MS = 10 * 60_000;
const NOTE = "andon-loaded-for";

/**
 * A wall hangs for months: without this it would draw tomorrow's frames with yesterday's scripts. Loads the page anew
 * once the server has others, and tries until it has them.
 * @param drawn which pages this one is of
 */
export class Upgrade {
  #served: string;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly drawn: string,
    private readonly notes: Pick<Storage, "getItem" | "setItem"> | null = notesOfTab(),
    private readonly swap: () => Promise<void> = swapPage,
  ) {
    this.#served = drawn;
  }

  /** Which pages the server has now. */
  heard(served: string): void {
    this.#served = served;
  }

  /** @param now epoch ms */
  look(now: number): void {
    if (this.#served === this.drawn || now - this.#triedAt < RETRY_MS || this.#isLoadedFor(now)) return;
    this.#triedAt = now;
    const served = this.#served;
    this.swap().then(
      () => this.notes?.setItem(NOTE, `${now} ${served}`),
      // Not yet up again.
      () => {},
    );
  }

  #isLoadedFor(now: number): boolean {
    const [at, served] = this.notes?.getItem(NOTE)?.split(" ") ?? [];
    return served === this.#served && Math.abs(now - Number(at)) < LOADED_FOR_MS;
  }
}

/** A browser may keep nothing at all. */
function notesOfTab(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
