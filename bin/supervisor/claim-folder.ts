import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "../../server/platform/embedded/files.ts";
import { LockHeld, type LockHolder, lockHolder, takeLock } from "../../server/platform/embedded/lock.ts";
import { StartError } from "./say-error.ts";
import { endLeftoverChildren, readState, type ServiceState, StateFile } from "./service-state.ts";
import type { Shutdown } from "./shutdown.ts";
import { say } from "./steps.ts";

const READY_WITHIN_MS = 120_000;
const POLL_MS = 200;
/** run.mjs looks once a second whether npm is still there. */
const NOTICE_MS = 2_000;
const STOPPED_WITHIN_MS = 60_000;
const lockOf = (folder: string) => path.join(folder, "lock");

/**
 * Makes this process the only supervisor of the data folder, and ends what a killed one left in it.
 * @throws StartError naming who holds the folder; FolderError
 */
export async function claimFolder(folder: string, what: string, shutdown: Shutdown): Promise<StateFile> {
  makeFolder(folder);
  const release = await lockUnlessHeld(folder, what);
  shutdown.add(release);
  const left = await endLeftoverChildren(folder);
  if (left.length > 0) say(`✓ Ended what an earlier start had left: ${left.join(", ")}`);
  const state = new StateFile(folder);
  shutdown.add(() => state.remove());
  shutdown.announce(() => state.set({ stopping: true }));
  return state;
}

/** A supervisor that stops, or whose npm was killed this moment, is waited for. */
async function lockUnlessHeld(folder: string, what: string): Promise<() => void> {
  for (let waited = 0; ; waited += POLL_MS) {
    try {
      return takeLock(lockOf(folder), what);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      if (waited < NOTICE_MS || (readState(folder)?.stopping && waited < STOPPED_WITHIN_MS)) {
        await sleep(POLL_MS);
        continue;
      }
      throw new StartError(
        `${error.holder.what} (pid ${error.holder.pid}) already runs on the data folder ${folder}. ` +
          "Stop it first, or set ANDON_DATA_DIR to another folder.",
      );
    }
  }
}

/** Who runs on the folder now; null when nobody does. */
export function folderHolder(folder: string): LockHolder | null {
  return lockHolder(lockOf(folder));
}

/** What the supervisor that holds the folder published, once its storage is up; null when it ended meanwhile. */
export async function runningServices(
  folder: string,
): Promise<(ServiceState & { databaseUrl: string; redisUrl: string }) | null> {
  for (let waited = 0; folderHolder(folder) && waited < READY_WITHIN_MS; waited += POLL_MS) {
    const state = readState(folder);
    if (state?.databaseUrl && state.redisUrl) {
      return { ...state, databaseUrl: state.databaseUrl, redisUrl: state.redisUrl };
    }
    await sleep(POLL_MS);
  }
  return null;
}
