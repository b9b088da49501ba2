import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runningServices } from "../bin/supervisor/claim-folder.ts";
import { readState } from "../bin/supervisor/service-state.ts";
import { freePort } from "../server/platform/embedded/ports.ts";
import { atEnd } from "./ends.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const UP_WITHIN_MS = 180_000;
const POLL_MS = 20;

/** An Andon that lives as long as this process. */
export interface RunningAndon {
  url: string;
  key: string;
  databaseUrl: string;
  redisUrl: string;
  /** Process id of one of its processes as they run now. */
  pid(name: "web" | "worker" | "Redis" | "PostgreSQL"): number;
}

/**
 * Starts one of its own as people do: `npm start` on an empty folder and a free port.
 * @param clock what ANDON_CLOCK is set to; empty: real time
 */
export async function startAndon(clock = ""): Promise<RunningAndon> {
  const folder = temporaryFolder("andon-bench-");
  const port = await freePort();
  const key = "andon-bench-key-0001";
  const child = spawn(process.execPath, ["bin/run.mjs", "start"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    // Ctrl-C reaches us alone: what is measured must not end while its measurer still writes to it.
    detached: true,
    env: {
      ...process.env,
      ANDON_DATA_DIR: folder,
      PORT: String(port),
      HOST: "127.0.0.1",
      ANDON_API_KEY: key,
      ANDON_RATE_LIMIT: "1000000",
      ANDON_LOG: "warn",
      DATABASE_URL: "",
      REDIS_URL: "",
      PUBLIC_URL: "",
      ANDON_CLOCK: clock,
    },
  });
  atEnd(() => endProcess(child));
  const url = `http://127.0.0.1:${port}`;
  await waitForHealth(url, child);
  const services = await runningServices(folder);
  if (!services) throw new Error("the bench's Andon published no services");
  const { databaseUrl, redisUrl } = services;
  const pid = (name: string) => {
    const found = readState(folder)?.children[name];
    if (!found) throw new Error(`the bench's Andon has no process ${name}`);
    return found.pid;
  };
  return { url, key, databaseUrl, redisUrl, pid };
}

/** A folder that goes with this process. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  // mkdtemp closes it; the postgres user must pass when we are root.
  chmodSync(folder, 0o711);
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Asks the API for JSON. @throws when the answer is not 200 */
export async function getJson<T>({ url, key }: RunningAndon, pathAndQuery: string): Promise<T> {
  const response = await fetch(url + pathAndQuery, { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`${pathAndQuery} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Waits until /api/health answers ok. */
export async function waitForHealth(url: string, child: ChildProcess): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < UP_WITHIN_MS) {
    if (child.exitCode !== null) throw new Error(`Andon ended with code ${child.exitCode} before it was up`);
    const health = await fetch(`${url}/api/health`)
      .then((response) => response.json() as Promise<{ status: string }>)
      .catch(() => null);
    if (health?.status === "ok") return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`Andon was not up within ${UP_WITHIN_MS / 1000} s`);
}

/** Ends a process group as Ctrl-C does, and waits for its leader. */
export async function endProcess(leader: ChildProcess): Promise<void> {
  if (leader.pid === undefined || leader.exitCode !== null || leader.signalCode !== null) return;
  const ended = new Promise((resolve) => leader.once("exit", resolve));
  process.kill(-leader.pid, "SIGINT");
  await ended;
}
