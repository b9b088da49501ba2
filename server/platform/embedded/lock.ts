import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { identify, isRunning, type ProcessId } from "./processes.ts";

/** Who holds a lock, and what they do with it, for people. */
export interface LockHolder extends ProcessId {
  what: string;
}

/** Somebody who still runs holds it. */
export class LockHeld extends Error {
  override name = "LockHeld";
  constructor(
    readonly file: string,
    readonly holder: LockHolder,
  ) {
    super(`${holder.what} (pid ${holder.pid}) holds ${file}.`);
  }
}

/**
 * Takes a lock file for this process; one whose holder is gone is cleared.
 * @returns releases it
 * @throws LockHeld
 */
export function takeLock(file: string, what: string): () => void {
  const me: LockHolder = { ...identify(process.pid)!, what };
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${JSON.stringify(me)}\n`, { mode: 0o600 });
  try {
    for (;;) {
      try {
        // A link appears whole or not at all: nobody ever reads half a lock.
        linkSync(mine, file);
        return () => release(file, me);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = readLock(file);
      if (holder && isRunning(holder)) throw new LockHeld(file, holder);
      clearStale(file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Null when nobody holds it, or what is there cannot be read. */
export function readLock(file: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LockHolder;
  } catch {
    return null;
  }
}

/** The holder, when it still runs. */
export function lockHolder(file: string): LockHolder | null {
  const holder = readLock(file);
  return holder && isRunning(holder) ? holder : null;
}

/** Two who both saw the stale lock: the one who renames second must not take away the other's new one. */
function clearStale(file: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = readLock(aside);
  if (moved && isRunning(moved)) {
    try {
      linkSync(aside, file);
    } catch {}
  }
  rmSync(aside, { force: true });
}

function release(file: string, me: LockHolder): void {
  const holder = readLock(file);
  if (holder?.pid === me.pid && holder.born === me.born) rmSync(file, { force: true });
}
