import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { keptSecret, makeFolder } from "./files.ts";
import { keptPort, LOOPBACK } from "./ports.ts";
import { endProcess, identify } from "./processes.ts";
import { askRedis } from "./redis-ping.ts";
import { type EmbeddedService, EmbeddedServiceError, exitOf, forkEntry, watchOver } from "./service.ts";

const PORT_ATTEMPTS = 3;
const READY_WITHIN_MS = 20_000;
const STOP_MS = 5_000;
const POLL_MS = 10;
/** Streams with trimming by id, and GETEX. */
const OLDEST_MAJOR = 7;

/** Nothing of it is kept on disk: the board is rebuilt from PostgreSQL. */
export async function startRedis(folder: string): Promise<EmbeddedService> {
  makeFolder(folder);
  const password = keptSecret(path.join(folder, "redis.password"));
  const native = findNative();
  for (let attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
    const port = await keptPort(folder, "redis");
    const log = openSync(path.join(folder, "redis.log"), "w", 0o600);
    const child = native ? runNative(native.path, port, password, log) : runWasm(port, password, log);
    closeSync(log);
    const up = await comesUp(child, port, password, native === null);
    if (up && child.pid !== undefined) {
      const id = identify(child.pid)!;
      const unwatch = native ? watchOver(child.pid, "TERM") : () => {};
      const exited = exitOf(child).finally(unwatch);
      return {
        url: `redis://:${password}@${LOOPBACK}:${port}`,
        what: native?.what ?? "Valkey (WebAssembly)",
        process: id,
        exited,
        stop: async () => {
          await endProcess(id, "SIGTERM", STOP_MS);
          await exited;
        },
      };
    }
    child.kill("SIGKILL");
  }
  throw new EmbeddedServiceError(
    `${native?.what ?? "The embedded Redis"} did not come up within ${READY_WITHIN_MS / 1000} s. Set REDIS_URL to one that runs.`,
  );
}

/** A server on PATH that is new enough; null when there is none, and WebAssembly has to do. */
export function findNative(): { path: string; what: string } | null {
  for (const name of ["redis-server", "valkey-server"]) {
    const asked = spawnSync(name, ["--version"], { encoding: "utf8" });
    const version = /v=(\d+)\.[\d.]+/.exec(asked.stdout ?? "");
    if (asked.status === 0 && version && Number(version[1]) >= OLDEST_MAJOR) {
      return { path: name, what: `${name} ${version[0].slice(2)}` };
    }
  }
  return null;
}

function runNative(file: string, port: number, password: string, log: number): ChildProcess {
  const child = spawn(file, ["-"], { stdio: ["pipe", log, log], detached: true, cwd: "/" });
  child.on("error", () => {});
  child.stdin!.on("error", () => {});
  // Through stdin: arguments can be read by every user of the machine.
  child.stdin!.end(
    [
      `port ${port}`,
      `bind ${LOOPBACK}`,
      `requirepass ${password}`,
      'save ""',
      "appendonly no",
      "maxmemory-policy noeviction",
      "",
    ].join("\n"),
  );
  return child;
}

function runWasm(port: number, password: string, log: number): ChildProcess {
  return forkEntry(fileURLToPath(new URL("./valkey.ts", import.meta.url)), [], {
    env: { ...process.env, ANDON_VALKEY_PORT: String(port), ANDON_VALKEY_PASSWORD: password },
    stdio: log,
  });
}

async function comesUp(
  child: ChildProcess,
  port: number,
  password: string,
  tells: boolean,
): Promise<boolean> {
  const timeout = AbortSignal.timeout(READY_WITHIN_MS);
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", () => {
    ended = true;
  });
  // The WebAssembly one says so itself; a server on the same port could answer in its place.
  if (tells) {
    const gone = once(child, "exit", { signal: timeout }).then(() => false);
    const told = once(child, "message", { signal: timeout }).then(() => true);
    return Promise.race([gone, told]).catch(() => false);
  }
  while (!ended && !timeout.aborted) {
    if (await askRedis(port, [["AUTH", password], ["PING"]])) return true;
    await sleep(POLL_MS);
  }
  return false;
}
