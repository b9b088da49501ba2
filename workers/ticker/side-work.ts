import { within } from "../../server/platform/within.ts";

/** A read that hangs must not keep the worker from ending. */
const STOP_WITHIN_MS = 2_000;

/** What the log is told: once when work begins to fail, once when it goes again. */
interface Told {
  failed(err: string): void;
  again(): void;
}

/**
 * Work of the ticker's that takes longer than a tick may: done beside the ticks, one at a time; what takes longer than its
 * interval leaves out the beats that it covers.
 */
export class SideWork {
  #startedAt = Number.NEGATIVE_INFINITY;
  #restUntil = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;
  #failing = false;

  /** @param restFactor for each ms of work at least so many ms of rest */
  constructor(
    private readonly told: Told,
    private readonly restFactor = 0,
  ) {}

  /**
   * Called with every tick.
   * @param intervalMs machine time from one start to the next
   * @param work resolves to "soon" when there was nothing to do yet, and it is to be asked with the next tick
   * @returns whether it started now
   */
  beat(intervalMs: number, work: () => Promise<"done" | "soon">): boolean {
    const now = performance.now();
    if (this.#running !== null || now < this.#restUntil || now - this.#startedAt < intervalMs) return false;
    this.#startedAt = now;
    this.#running = work()
      .then((answer) => {
        if (answer === "soon") this.#startedAt = Number.NEGATIVE_INFINITY;
        if (this.#failing) this.told.again();
        this.#failing = false;
      })
      .catch((error) => {
        if (!this.#failing) this.told.failed(String(error));
        this.#failing = true;
      })
      .finally(() => {
        const ended = performance.now();
        this.#restUntil = ended + this.restFactor * (ended - now);
        this.#running = null;
      });
    return true;
  }

  /** Lets what is under way end. */
  async stop(): Promise<void> {
    if (this.#running !== null) await within(this.#running, STOP_WITHIN_MS).catch(() => {});
  }
}
