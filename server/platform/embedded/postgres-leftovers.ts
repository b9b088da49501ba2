import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcess, identify, type ProcessId } from "./processes.ts";

/** A fast shutdown writes a checkpoint; longer than this and the crash recovery of the next start is quicker. */
const FAST_SHUTDOWN_MS = 15_000;
/** Backends notice by themselves that their server died. */
const BACKENDS_NOTICE_MS = 3_000;
const POLL_MS = 50;

/**
 * Ends what an earlier start left running on this cluster: the server of its postmaster.pid, or backends that
 * outlived a killed server and still hold its shared memory. A pid that is somebody else's by now is left alone.
 * @returns whether anything was ended
 */
export async function endLeftovers(data: string): Promise<boolean> {
  const pidFile = path.join(data, "postmaster.pid");
  const server = existsSync(pidFile) ? serverOf(pidFile, data) : null;
  if (server) await endProcess(server, "SIGINT", FAST_SHUTDOWN_MS);
  for (let waited = 0; waited < BACKENDS_NOTICE_MS && insiders(data).length > 0; waited += POLL_MS) {
    await sleep(POLL_MS);
  }
  const stuck = insiders(data);
  for (const backend of stuck) await endProcess(backend, "SIGQUIT", BACKENDS_NOTICE_MS);
  // With nobody inside, a pid file is a dead one, whoever has its number now.
  rmSync(pidFile, { force: true });
  return server !== null || stuck.length > 0;
}

function serverOf(pidFile: string, data: string): ProcessId | null {
  const id = identify(Number(readFileSync(pidFile, "utf8").split("\n")[0]));
  return id && worksIn(id.pid, data) ? id : null;
}

/** PostgreSQL's processes work inside their data directory. */
function worksIn(pid: number, data: string): boolean {
  if (process.platform === "linux") {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    } catch {
      return false;
    }
  }
  const ps = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return ps.stdout?.includes(data) ?? false;
}

function insiders(data: string): ProcessId[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && worksIn(Number(name), data) && isPostgres(name))
    .map((name) => identify(Number(name)))
    .filter((id) => id !== null);
}

function isPostgres(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    return false;
  }
}
