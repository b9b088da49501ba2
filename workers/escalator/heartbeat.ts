import type { Context } from "../../server/platform/context.ts";
import { overdueSteps } from "../../server/queries/overdue-steps.ts";

/** How often somebody else hears that steps fire; machine time. */
const BEAT_MS = 30_000;
/** Whoever listens is not waited for longer. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * Tells a URL of choice that steps fire, as watchdog services want it: a GET every half minute. It is called by the
 * escalator's loop and by nothing else, and says nothing while steps are overdue: when the escalator stalls, it stops.
 */
export class Heartbeat {
  #beatAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;
  #failing = false;
  readonly #stop = new AbortController();

  constructor(private readonly context: Context) {}

  /** Called after each look that went well. */
  beat(): void {
    const { clock, env } = this.context;
    const now = clock.machineNow();
    if (env.heartbeatUrl === undefined || this.#running !== null || now - this.#beatAt < BEAT_MS) return;
    this.#beatAt = now;
    this.#running = this.#send(env.heartbeatUrl)
      .then((problem) => this.#note(problem))
      .catch((error) => this.#note(error instanceof Error ? error.name : "unknown"))
      .finally(() => {
        this.#running = null;
      });
  }

  /** @returns what is wrong with the answer; null: nothing */
  async #send(url: string): Promise<string | null> {
    if ((await overdueSteps(this.context)) !== null) return null;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const response = await fetch(url, { signal, redirect: "follow" });
    await response.body?.cancel();
    return response.ok ? null : `status ${response.status}`;
  }

  /** The URL itself is a secret of whoever listens: it is in no line. */
  #note(problem: string | null): void {
    if (this.#stop.signal.aborted) return;
    if (problem !== null && !this.#failing) this.context.log.warn({ problem }, "the heartbeat is not taken");
    if (problem === null && this.#failing) this.context.log.info("the heartbeat is taken again");
    this.#failing = problem !== null;
  }

  /** Gives up what is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
