import { performance } from "node:perf_hooks";
import { say } from "./steps.ts";

type Cleanup = () => Promise<void> | void;

/** A terminal sends Ctrl-C to npm, to run.mjs and to us, and both pass it on: within this time they are one. */
const SAME_SIGNAL_MS = 2_000;

/** What has to be undone before this process may end, last first. */
export class Shutdown {
  #cleanups: Cleanup[] = [];
  #announcements: (() => void)[] = [];
  #running: Promise<void> | null = null;
  #askedAt = Number.POSITIVE_INFINITY;

  /** Whether the end has begun: what fails from now on fails because of it. */
  get stopping(): boolean {
    return this.#running !== null;
  }

  add(cleanup: Cleanup): void {
    this.#cleanups.push(cleanup);
  }

  /** Called when the end begins, before anything is undone. */
  announce(announcement: () => void): void {
    this.#announcements.push(announcement);
  }

  /** Ends everything once; further calls wait for the same end. */
  run(): Promise<void> {
    this.#running ??= this.#undo();
    return this.#running;
  }

  /** Ctrl-C, SIGTERM, a closed terminal and the death of whoever started us all end it in order. */
  onSignals(): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => this.#stop());
    if (process.connected) {
      process.on("disconnect", () => this.#stop());
      // The channel must not keep a command alive that has nothing left to do.
      process.channel?.unref();
    }
  }

  #stop(): void {
    // Asked again, by somebody who does not want to wait: the services' own watchers end what is left.
    if (performance.now() - this.#askedAt > SAME_SIGNAL_MS) process.exit(1);
    if (this.#askedAt !== Number.POSITIVE_INFINITY) return;
    this.#askedAt = performance.now();
    const from = performance.now();
    void this.run().then(() => {
      say(`✓ Stopped · ${((performance.now() - from) / 1_000).toFixed(1)} s`);
      process.exit(0);
    });
  }

  async #undo(): Promise<void> {
    for (const announcement of this.#announcements) announcement();
    // A start that was under way may register more while this runs.
    for (let cleanup = this.#cleanups.pop(); cleanup; cleanup = this.#cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        say(`! While stopping: ${(error as Error).message}`);
      }
    }
  }
}
