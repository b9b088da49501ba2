import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { io } from "socket.io-client";
import { freePort, waitForHealth } from "./andon.ts";
import { type Figure, round } from "./figures.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** From `npm run demo` to the first frame on a screen: in a fresh clone with an empty environment, then once more. */
export async function benchStart(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "andon-clone-"));
  try {
    execFileSync("git", ["clone", "--quiet", ROOT, folder]);
    const first = await timeDemo(folder);
    const second = await timeDemo(folder);
    const note = "npm run demo to the first board at a socket, clone with an empty environment";
    return [
      {
        bench: "start",
        figure: "startFirstS",
        value: round(first, 1),
        unit: "s",
        note: `${note}; installs and builds`,
      },
      { bench: "start", figure: "startSecondS", value: round(second, 1), unit: "s", note },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeDemo(folder: string): Promise<number> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const { PATH, HOME } = process.env;
  const demo = spawn("npm", ["run", "demo"], {
    cwd: folder,
    stdio: "ignore",
    // A process group of its own: Ctrl-C reaches npm and what it runs, and so must we.
    detached: true,
    env: { PATH, HOME, PORT: String(port) } as unknown as NodeJS.ProcessEnv,
  });
  const socket = io(`${url}/board`, {
    transports: ["websocket"],
    reconnectionDelay: 50,
    reconnectionDelayMax: 50,
  });
  try {
    await Promise.all([new Promise((resolve) => socket.once("snapshot", resolve)), waitForHealth(url, demo)]);
    return (performance.now() - started) / 1_000;
  } finally {
    socket.close();
    await endGroup(demo);
  }
}

async function endGroup(leader: ChildProcess): Promise<void> {
  if (leader.exitCode !== null || leader.signalCode !== null) return;
  const ended = new Promise((resolve) => leader.once("exit", resolve));
  process.kill(-leader.pid!, "SIGINT");
  await ended;
}
