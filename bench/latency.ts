import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type RunningAndon, startAndon } from "./andon.ts";
import { type Figure, percentile, round } from "./figures.ts";
import type { Sighting } from "./latency-clients.ts";
import { createPoster } from "./post.ts";

const SCREENS = 200;
const CLIENTS_FILE = fileURLToPath(new URL("latency-clients.ts", import.meta.url));

interface Load {
  name: string;
  eventsPerBatch: number;
  pauseMs: number;
  seconds: number;
}
const BUSY: Load = { name: "busy", eventsPerBatch: 40, pauseMs: 20, seconds: 20 };
const QUIET: Load = { name: "quiet", eventsPerBatch: 1, pauseMs: 1_000, seconds: 20 };

/** How long after its commit a change is on screens: from the API's answer to the frame at a socket client. */
export async function benchLatency(): Promise<Figure[]> {
  const andon = await startAndon();
  try {
    const quiet = await measure(andon, QUIET);
    const busy = await measure(andon, BUSY);
    const note = (load: Load, m: Measured) =>
      `${SCREENS} screens, ${round(m.eventsPerSecond)} events/s in batches of ${load.eventsPerBatch}, ${m.latencies.length} sightings, max ${round(percentile(m.latencies, 100))} ms`;
    const figure = (name: string, load: Load, m: Measured, p: number): Figure => ({
      bench: "latency",
      figure: name,
      value: round(percentile(m.latencies, p), 1),
      unit: "ms",
      note: note(load, m),
    });
    return [
      figure("frameP50Ms", BUSY, busy, 50),
      figure("frameP99Ms", BUSY, busy, 99),
      figure("quietP50Ms", QUIET, quiet, 50),
    ];
  } finally {
    await andon.stop();
  }
}

interface Measured {
  latencies: number[];
  eventsPerSecond: number;
}

/**
 * Every event opens one visit, so the board's count of open visits tells exactly which events a frame has seen. Batches
 * go one after the other: the n-th event is on a screen with the first frame that counts at least n.
 */
async function measure(andon: RunningAndon, load: Load): Promise<Measured> {
  const screens = fork(CLIENTS_FILE, [andon.url, String(SCREENS)], { execArgv: ["--import", "tsx"] });
  await messageOf(screens, "joined");
  const before = await openVisits(andon);
  const commits = await send(andon, load, before);
  await sleep(1_500);
  screens.send("report");
  const { sightings } = (await messageOf(screens, "sightings")) as { sightings: Sighting[][] };
  const latencies: number[] = [];
  for (const seen of sightings) {
    let frame = 0;
    for (const [open, committedAt] of commits) {
      while (frame < seen.length && seen[frame]![0] < open) frame++;
      if (frame === seen.length) throw new Error(`a screen never saw visit ${open}`);
      latencies.push(Math.max(0, seen[frame]![1] - committedAt));
    }
  }
  const spentS = (commits[commits.length - 1]![1] - commits[0]![1]) / 1_000;
  return { latencies, eventsPerSecond: ((commits.length - 1) * load.eventsPerBatch) / spentS };
}

/** @returns after each batch: the open visits there are then, and when its commit was known */
async function send(andon: RunningAndon, load: Load, before: number): Promise<Sighting[]> {
  const poster = createPoster(andon.url, andon.key, 1);
  const commits: Sighting[] = [];
  const started = performance.now();
  let sent = 0;
  for (let turn = 0; performance.now() - started < load.seconds * 1_000; turn++) {
    const events = Array.from({ length: load.eventsPerBatch }, () => {
      sent++;
      const id = `${load.name}-${sent}`;
      return { id, source: "bench", orderNo: id, node: "picking", occurredAt: new Date().toISOString() };
    });
    await poster.post(Buffer.from(JSON.stringify(events)));
    commits.push([before + sent, Date.now()]);
    await sleep(Math.max(0, started + (turn + 1) * load.pauseMs - performance.now()));
  }
  poster.close();
  return commits;
}

async function openVisits(andon: RunningAndon): Promise<number> {
  const headers = { authorization: `Bearer ${andon.key}` };
  const board = await fetch(`${andon.url}/api/v1/board`, { headers });
  return ((await board.json()) as { totals: { open: number } }).totals.open;
}

function messageOf(child: ChildProcess, field: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the screens ended with code ${code}`)));
    child.on("message", (message) => {
      if (typeof message === "object" && field in message) resolve(message);
    });
  });
}
