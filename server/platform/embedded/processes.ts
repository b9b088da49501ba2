import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process beyond the reuse of its pid: `born` differs for whoever gets the number next. */
export interface ProcessId {
  pid: number;
  born: string;
}

const POLL_MS = 25;

/** What tells this process from a later one with the same pid; null when it is gone or a zombie. */
export function identify(pid: number): ProcessId | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const born = process.platform === "linux" ? bornOnLinux(pid) : bornElsewhere(pid);
  return born === null ? null : { pid, born };
}

export function isRunning(id: ProcessId): boolean {
  return identify(id.pid)?.born === id.born;
}

/**
 * Ends a process: `signal`, then SIGKILL when it is still there after `graceMs`.
 * Does nothing when the pid belongs to another process by now.
 */
export async function endProcess(id: ProcessId, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  send(id, signal);
  if (await waitForEnd(id, graceMs)) return;
  send(id, "SIGKILL");
  await waitForEnd(id, graceMs);
}

/** Whether the process ended within `withinMs`. */
export async function waitForEnd(id: ProcessId, withinMs: number): Promise<boolean> {
  for (let waited = 0; isRunning(id); waited += POLL_MS) {
    if (waited >= withinMs) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function send(id: ProcessId, signal: NodeJS.Signals): void {
  if (!isRunning(id)) return;
  try {
    process.kill(id.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function bornOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name may hold spaces and parentheses: fields count from behind the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${fields[19]}@${boot}`;
  } catch {
    return null;
  }
}

function bornElsewhere(pid: number): string | null {
  const ps = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const text = ps.stdout?.trim() ?? "";
  return ps.status !== 0 || text === "" || text.startsWith("Z") ? null : text.replace(/^\S+\s+/, "");
}
