import { execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { io } from "socket.io-client";
import { freePort } from "../server/platform/embedded/ports.ts";
import { endProcess, temporaryFolder, waitForHealth } from "./andon.ts";
import { atEnd } from "./ends.ts";
import { round, type Tell } from "./figures.ts";

const KEY = "andon-bench-key-0001";
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** From `npm run demo` to the first frame on a screen: in a fresh clone with an empty environment, then once more. */
export async function benchStart(tell: Tell): Promise<void> {
  const folder = temporaryFolder("andon-clone-");
  execFileSync("git", ["clone", "--quiet", ROOT, folder]);
  const note = "npm run demo to the first board at a socket, clone with an empty environment";
  const first = await timeDemo(folder);
  tell({ figure: "startFirstS", value: round(first, 1), unit: "s", note: `${note}; installs and builds` });
  const second = await timeDemo(folder);
  tell({ figure: "startSecondS", value: round(second, 1), unit: "s", note: `${note}, once more` });
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
    env: { PATH, HOME, PORT: String(port), ANDON_API_KEY: KEY } as unknown as NodeJS.ProcessEnv,
  });
  atEnd(() => endProcess(demo));
  const socket = io(`${url}/board`, {
    transports: ["websocket"],
    extraHeaders: { authorization: `Bearer ${KEY}` },
    reconnectionDelay: 50,
    reconnectionDelayMax: 50,
  });
  try {
    await Promise.all([new Promise((resolve) => socket.once("snapshot", resolve)), waitForHealth(url, demo)]);
    return (performance.now() - started) / 1_000;
  } finally {
    socket.close();
    await endProcess(demo);
  }
}
