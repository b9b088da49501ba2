import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { getJson, type RunningAndon, startAndon, waitForHealth } from "./andon.ts";
import { atEnd } from "./ends.ts";
import { median, percentile, round, type Tell } from "./figures.ts";
import { createPoster } from "./post.ts";

const SCREENS = 500;
const ROUNDS = 3;
const CLIENTS_FILE = fileURLToPath(new URL("reconnect-clients.ts", import.meta.url));

/** All screens of a server that is killed come back at once: how long until the last one shows what happened since. */
export async function benchReconnect(tell: Tell): Promise<void> {
  const andon = await startAndon();
  const seconds: number[] = [];
  const up: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    const clients = fork(CLIENTS_FILE, [andon.url, String(SCREENS), andon.key], {
      execArgv: ["--import", "tsx"],
    });
    atEnd(() => void clients.kill());
    await messageOf(clients, "joined");
    const before = andon.pid("web");
    process.kill(before, "SIGKILL");
    const healthyAt = await untilHealthy(andon, before);
    const wanted = await changeSomething(andon, turn);
    const current = messageOf(clients, "current");
    clients.send({ wanted });
    const { current: moments } = (await current) as { current: number[] };
    seconds.push((Math.max(...moments) - healthyAt.killedAt) / 1_000);
    up.push((healthyAt.atMs - healthyAt.killedAt) / 1_000);
    clients.kill();
  }
  tell({
    figure: "reconnect500S",
    value: round(median(seconds), 1),
    unit: "s",
    bare: round(median(up), 1),
    ratio: round(median(up) / median(seconds), 2),
    note:
      `median of ${ROUNDS}, longest ${round(percentile(seconds, 100), 1)} s: kill -9 of the web process with ${SCREENS} ` +
      "screens, until the last of them is connected and shows a frame with an event that was sent after the restart; " +
      "bare: until /api/health says ok",
  });
}

/** Machine ms at which another process answers. */
async function untilHealthy(
  andon: RunningAndon,
  before: number,
): Promise<{ killedAt: number; atMs: number }> {
  const killedAt = Date.now();
  // Whoever is killed may answer for one moment more.
  while (andon.pid("web") === before) await new Promise((resolve) => setTimeout(resolve, 5));
  await waitForHealth(andon.url, { exitCode: null } as ChildProcess);
  return { killedAt, atMs: Date.now() };
}

/** Sends an event. @returns the frame from which a board shows it */
async function changeSomething(andon: RunningAndon, turn: number): Promise<{ epoch: number; seq: number }> {
  type Board = { epoch: number; seq: number; totals: { open: number } };
  const { totals } = await getJson<Board>(andon, "/api/v1/board");
  const poster = createPoster(andon.url, andon.key, 1);
  const id = `reconnect-${turn}`;
  const occurredAt = new Date().toISOString();
  await poster.post(
    Buffer.from(JSON.stringify([{ id, source: "bench", orderNo: id, node: "picking", occurredAt }])),
  );
  poster.close();
  for (;;) {
    const board = await getJson<Board>(andon, "/api/v1/board");
    if (board.epoch !== null && board.totals.open > totals.open)
      return { epoch: board.epoch, seq: board.seq };
  }
}

function messageOf(child: ChildProcess, field: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the screens ended with code ${code}`)));
    child.on("message", (message) => {
      if (typeof message === "object" && field in message) resolve(message);
    });
  });
}
