import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keptSecret } from "./files.ts";
import { keptPort, LOOPBACK } from "./ports.ts";
import { type PostgresHome, postgresHome } from "./postgres-home.ts";
import { endLeftovers } from "./postgres-leftovers.ts";
import { endProcess, identify } from "./processes.ts";
import { type EmbeddedService, EmbeddedServiceError, exitOf, watchOver } from "./service.ts";

const SUPERUSER = "andon";
const POLL_MS = 20;
/** Recovery after a crash reads at most max_wal_size of log. */
const READY_WITHIN_MS = 300_000;
const SHUTDOWN_MS = 30_000;
const PORT_ATTEMPTS = 3;
const LOG_KEPT_BYTES = 10 * 1024 * 1024;
const SHARED_MEMORY_NEEDED_BYTES = 256 * 1024 * 1024;

export interface PostgresOptions {
  /** Where the cluster, its port and its password are kept. */
  folder: string;
  /** Beside ours: for tests, which do without durability. */
  settings?: Record<string, string>;
}

/**
 * Starts PostgreSQL on the data of `folder`: makes the cluster at first, ends what an earlier start left,
 * recovers after a crash. `url` is of the superuser and the database `postgres`.
 * @throws EmbeddedServiceError, FolderError: one line that says what to do
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedService> {
  const home = postgresHome(options.folder);
  const password = keptSecret(path.join(options.folder, "postgres.password"));
  await endLeftovers(home.data);
  if (!existsSync(madeMark(home))) makeCluster(home, password);
  for (let attempt = 1; ; attempt++) {
    const port = await keptPort(options.folder, "postgres");
    const started = await launch(home, port, options);
    if (typeof started !== "string") {
      return { ...started, url: `postgres://${SUPERUSER}:${password}@${LOOPBACK}:${port}/postgres` };
    }
    const portTaken = /could not (bind|create any TCP\/IP sockets)/.test(started);
    if (!portTaken || attempt === PORT_ATTEMPTS)
      throw new EmbeddedServiceError(explain(started, options.folder));
  }
}

/** Written last: without it the cluster is half made and is made anew. */
const madeMark = (home: PostgresHome) => path.join(home.folder, "made");

function makeCluster(home: PostgresHome, password: string): void {
  // Its own folder must be empty, and half a cluster from an interrupted start is of no use.
  for (const name of ["data", "password"])
    rmSync(path.join(home.folder, name), { recursive: true, force: true });
  const pwfile = path.join(home.folder, "password");
  writeFileSync(pwfile, `${password}\n`, { mode: 0o600 });
  if (home.as.uid !== undefined) {
    chownSync(pwfile, home.as.uid, home.as.gid ?? home.as.uid);
    spawnSync("install", [
      "-d",
      "-m",
      "700",
      "-o",
      String(home.as.uid),
      "-g",
      String(home.as.gid),
      home.data,
    ]);
  }
  const initdb = spawnSync(
    path.join(home.binaries.root, "bin", "initdb"),
    [
      `--pgdata=${home.data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${pwfile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
    ],
    { ...home.as, cwd: "/", encoding: "utf8", env: cleanEnv() },
  );
  rmSync(pwfile, { force: true });
  if (initdb.status !== 0) {
    const said = `${initdb.stderr ?? ""}${initdb.stdout ?? ""}${initdb.error?.message ?? ""}`;
    throw new EmbeddedServiceError(explain(said, home.folder));
  }
  writeFileSync(madeMark(home), `${home.binaries.version}\n`);
}

/** @returns the service, or what the log says when it did not come up */
async function launch(
  home: PostgresHome,
  port: number,
  options: PostgresOptions,
): Promise<Omit<EmbeddedService, "url"> | string> {
  const logFile = path.join(options.folder, "postgres.log");
  const tooLong = existsSync(logFile) && statSync(logFile).size > LOG_KEPT_BYTES;
  const logFrom = existsSync(logFile) && !tooLong ? statSync(logFile).size : 0;
  const log = openSync(logFile, tooLong ? "w" : "a", 0o600);
  const settings = { ...ourSettings(port), ...options.settings };
  const child = spawn(
    path.join(home.binaries.root, "bin", "postgres"),
    ["-D", home.data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    // A session of its own: Ctrl-C must reach us first, or it would go before those who still write to it.
    { ...home.as, cwd: "/", stdio: ["ignore", log, log], detached: true, env: cleanEnv() },
  );
  closeSync(log);
  let ended = false;
  const exited = exitOf(child).then((how) => {
    ended = true;
    return how;
  });
  const logged = () => readFileSync(logFile, "utf8").slice(logFrom);
  if (child.pid === undefined) return await exited;
  const unwatch = watchOver(child.pid, "INT", home.as);
  for (let waited = 0; !isReady(home.data, child.pid); waited += POLL_MS) {
    if (ended || waited > READY_WITHIN_MS) {
      child.kill("SIGKILL");
      unwatch();
      return `${logged()}\n${await exited}`;
    }
    await sleep(POLL_MS);
  }
  const id = identify(child.pid)!;
  return {
    what: `PostgreSQL ${home.binaries.version.split(".", 2).join(".")}`,
    process: id,
    exited: exited.finally(unwatch),
    stop: async () => {
      await endProcess(id, "SIGINT", SHUTDOWN_MS);
      await exited;
    },
  };
}

/** The eighth line of postmaster.pid tells the state. */
function isReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

function ourSettings(port: number): Record<string, string> {
  const mib = 1024 * 1024;
  return {
    port: String(port),
    listen_addresses: LOOPBACK,
    // A socket's path may be 107 bytes long, and a data folder may be deeper.
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: `${Math.min(256, Math.floor(os.totalmem() / mib / 8))}MB`,
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    random_page_cost: "1.1",
    // Ends as a whole when one of its processes is killed, to be started again by whoever keeps it: recovering in place,
    // PostgreSQL 18 stands still for ever when the process that recovers is killed too.
    restart_after_crash: "off",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    dynamic_shared_memory_type: hasSharedMemory() ? "posix" : "mmap",
  };
}

/** Containers often get 64 MB of /dev/shm, on which a parallel query fails. */
function hasSharedMemory(): boolean {
  if (process.platform !== "linux") return true;
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize >= SHARED_MEMORY_NEEDED_BYTES;
  } catch {
    return false;
  }
}

/** PG* of the caller would bend what we start. */
function cleanEnv(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LANG: "C", LC_ALL: "C" };
}

/** What PostgreSQL or its loader said, as one line with a remedy. */
export function explain(said: string, folder: string): string {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(said)?.[1];
  if (library) {
    return `PostgreSQL cannot start: the library ${library} is missing on this machine. Install it, or set DATABASE_URL.`;
  }
  if (/No space left on device/.test(said)) {
    return `PostgreSQL cannot start: the disk that holds ${folder} is full. Free some space, or move ANDON_DATA_DIR.`;
  }
  if (/database files are incompatible/.test(said)) {
    return `PostgreSQL cannot start: ${folder} holds data of another major version. Restore a dump, or set ANDON_DATA_DIR to a new folder.`;
  }
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.find((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? "no reason given";
  return `PostgreSQL cannot start: ${telling.trim()}. The log is ${path.join(folder, "postgres.log")}.`;
}
