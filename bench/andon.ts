import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runningServices } from "../bin/supervisor/claim-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const UP_WITHIN_MS = 180_000;
const POLL_MS = 20;

/** An Andon of its own, started as people start it: `npm start` on an empty folder and a free port. */
export interface RunningAndon {
  url: string;
  key: string;
  databaseUrl: string;
  stop(): Promise<void>;
}

export async function startAndon(): Promise<RunningAndon> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "andon-bench-"));
  const port = await freePort();
  const key = "andon-bench-key-0001";
  const child = spawn(process.execPath, ["bin/run.mjs", "start"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      ANDON_DATA_DIR: folder,
      PORT: String(port),
      ANDON_API_KEY: key,
      ANDON_RATE_LIMIT: "1000000",
      ANDON_LOG: "warn",
      DATABASE_URL: "",
      REDIS_URL: "",
      ANDON_CLOCK: "",
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await endProcess(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitForHealth(url, child);
    const services = await runningServices(folder);
    if (!services) throw new Error("the bench's Andon published no services");
    return { url, key, databaseUrl: services.databaseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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

/** Ends a process as Ctrl-C does, and waits for it. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await ended;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
