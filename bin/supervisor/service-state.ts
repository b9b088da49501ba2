import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { writeAtomically } from "../../server/platform/embedded/files.ts";
import { endProcess, isRunning, type ProcessId } from "../../server/platform/embedded/processes.ts";

/** What a running supervisor tells other commands about its data folder; readable by its owner only. */
export interface ServiceState {
  /** Absent until the storage is ready. */
  databaseUrl?: string;
  redisUrl?: string;
  /** Where the web process listens, when there is one. */
  publicUrl?: string;
  /** The supervisor is on its way out: the next start waits for it. */
  stopping?: boolean;
  /** Whom the next start has to end when this one is killed. */
  children: Record<string, ProcessId>;
}

const CHILD_GRACE_MS = 10_000;
const fileOf = (folder: string) => path.join(folder, "services.json");

export function readState(folder: string): ServiceState | null {
  try {
    return JSON.parse(readFileSync(fileOf(folder), "utf8")) as ServiceState;
  } catch {
    return null;
  }
}

/** The state of the supervisor that holds the folder, written through. */
export class StateFile {
  #state: ServiceState = { children: {} };

  constructor(private readonly folder: string) {
    this.set({});
  }

  set(change: Partial<ServiceState>): void {
    this.#state = { ...this.#state, ...change };
    writeAtomically(fileOf(this.folder), `${JSON.stringify(this.#state, null, 2)}\n`);
  }

  child(name: string, id: ProcessId): void {
    this.set({ children: { ...this.#state.children, [name]: id } });
  }

  remove(): void {
    rmSync(fileOf(this.folder), { force: true });
  }
}

/**
 * Ends the processes that a killed supervisor of this folder left. Call it with the folder's lock held.
 * @returns the names of those that still ran
 */
export async function endLeftoverChildren(folder: string): Promise<string[]> {
  const left = Object.entries(readState(folder)?.children ?? {}).filter(([, id]) => isRunning(id));
  await Promise.all(left.map(([, id]) => endProcess(id, "SIGTERM", CHILD_GRACE_MS)));
  return left.map(([name]) => name);
}
