import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessId } from "../../server/platform/embedded/processes.ts";
import { say } from "./steps.ts";

/** A process that was started and is up. */
export interface Running {
  process: ProcessId;
  /** One line that says how it ended. */
  exited: Promise<string>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
/** A process that ended because its storage was away must not be missing for long once that is back. */
const LONGEST_PAUSE_MS = 5_000;
/** Up for so long, and its next end counts as a first one. */
const SETTLED_MS = 60_000;

/**
 * Keeps a process up: whenever it ends by itself it is started again, after a pause that doubles.
 * The first launch is the caller's to judge: its failure is thrown.
 * @param changed called with the new process whenever there is one
 */
export async function keepRunning<T extends Running>(
  name: string,
  launch: () => Promise<T>,
  changed: (running: T) => void = () => {},
): Promise<{ first: T; stop(): Promise<void> }> {
  const stopping = new AbortController();
  const first = await launch();
  changed(first);
  let running: T | null = first;

  const watch = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    let since = performance.now();
    while (!stopping.signal.aborted) {
      if (running) {
        const how = await running.exited;
        running = null;
        if (stopping.signal.aborted) return;
        if (performance.now() - since > SETTLED_MS) pauseMs = FIRST_PAUSE_MS;
        say(`! ${name} ended (${how}): starting it again in ${pauseMs / 1_000} s.`);
      }
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      since = performance.now();
      try {
        running = await launch();
        changed(running);
        say(`✓ ${name} is up again.`);
      } catch (error) {
        say(`! ${name} did not start: ${(error as Error).message} Trying again in ${pauseMs / 1_000} s.`);
      }
    }
  };
  const watching = watch();
  return {
    first,
    stop: async () => {
      stopping.abort();
      await running?.stop();
      await watching;
      // A launch that was under way when the stop came has finished by now.
      await running?.stop();
    },
  };
}
