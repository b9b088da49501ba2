import { fileURLToPath } from "node:url";
import { endProcess, identify } from "../../server/platform/embedded/processes.ts";
import { exitOf, forkEntry } from "../../server/platform/embedded/service.ts";
import type { Running } from "./keep-running.ts";

const READY_WITHIN_MS = 120_000;
/** A role drains what it has taken; then it is killed. */
const GRACE_MS = 15_000;

/** A role that did not come up, in one line; what it said itself stands above. */
export class RoleError extends Error {
  override name = "RoleError";
}

/** Starts one of our processes and waits until it says that it is ready. @throws RoleError */
export async function launchRole(
  name: string,
  entry: string,
  env: NodeJS.ProcessEnv,
  options: { waits?: boolean; signal?: AbortSignal } = {},
): Promise<Running> {
  const child = forkEntry(fileURLToPath(new URL(`../../${entry}`, import.meta.url)), [], { env });
  const exited = exitOf(child);
  const id = child.pid === undefined ? null : identify(child.pid);
  if (!id) throw new RoleError(`${name} could not be started (${await exited}).`);
  let stopping: Promise<void> | null = null;
  // Asked once, whoever asks: a role takes a second signal for impatience and ends at once.
  const stop = () => {
    stopping ??= endProcess(id, "SIGTERM", GRACE_MS)
      .then(() => exited)
      .then(() => {});
    return stopping;
  };
  options.signal?.addEventListener("abort", () => void stop(), { once: true });
  if (options.waits !== false) {
    const problem = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(
        () => resolve(`was not ready within ${READY_WITHIN_MS / 1_000} s`),
        READY_WITHIN_MS,
      );
      child.on("message", (message: { ready?: boolean }) => {
        if (message?.ready) resolve(null);
      });
      void exited
        .then((how) => resolve(`ended before it was ready (${how})`))
        .finally(() => clearTimeout(timer));
    });
    if (problem) {
      await stop();
      throw new RoleError(`${name} ${problem}.`);
    }
  }
  return { process: id, exited, stop };
}
