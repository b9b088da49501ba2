import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { getJson, type RunningAndon, startAndon } from "./andon.ts";
import { atEnd } from "./ends.ts";
import { percentile, round, type Tell, thousands } from "./figures.ts";
import type { Seen } from "./latency-clients.ts";
import { type Commit, type Load, sendOpenLoop } from "./open-loop.ts";

const SCREENS = 200;
const CLIENTS_FILE = fileURLToPath(new URL("latency-clients.ts", import.meta.url));
/** For the last frames to arrive. */
const SETTLE_MS = 1_500;
/** Below this share of the rate asked for, the report says that it was not reached. */
const REACHED_SHARE = 0.95;

const BUSY: Load = { name: "busy", eventsPerBatch: 40, everyMs: 20, seconds: 20 };
const QUIET: Load = { name: "quiet", eventsPerBatch: 1, everyMs: 1_000, seconds: 20 };

/** How long after its commit a change is on screens: from the API's answer to the frame at a socket client. */
export async function benchLatency(tell: Tell): Promise<void> {
  const andon = await startAndon();
  const quiet = await measure(andon, QUIET);
  const busy = await measure(andon, BUSY);
  const asked = (BUSY.eventsPerBatch * 1_000) / BUSY.everyMs;
  const caveat =
    busy.eventsPerSecond < REACHED_SHARE * asked
      ? `The latency figures are of ${thousands(busy.eventsPerSecond)} events/s: this machine did not take the ${thousands(asked)} that were asked for.`
      : undefined;
  const ms = (values: number[], p: number) => round(percentile(values, p), 1);
  const note = `${SCREENS} screens, ${thousands(busy.eventsPerSecond)} of ${thousands(asked)} events/s in batches of ${BUSY.eventsPerBatch}, sent to a schedule; ${thousands(busy.sinceAnswer.length)} sightings, max ${ms(busy.sinceAnswer, 100)} ms`;
  tell({ figure: "frameP50Ms", value: ms(busy.sinceAnswer, 50), unit: "ms", note, caveat });
  const sinceDue = `from the instant at which the batch was due: p50 ${ms(busy.sinceDue, 50)} ms, p99 ${ms(busy.sinceDue, 99)} ms`;
  tell({
    figure: "frameP99Ms",
    value: ms(busy.sinceAnswer, 99),
    unit: "ms",
    note: `the same; ${sinceDue}`,
    caveat,
  });
  const rateNote = `events that were committed, of ${thousands(asked)} asked for, while the two above were measured; batches sent late at most by ${round(busy.latestMs)} ms`;
  tell({
    figure: "frameEventsPerSecond",
    value: round(busy.eventsPerSecond),
    unit: "events/s",
    note: rateNote,
    caveat,
  });
  tell({
    figure: "quietP50Ms",
    value: ms(quiet.sinceAnswer, 50),
    unit: "ms",
    note: `${SCREENS} screens, 1 event/s, ${thousands(quiet.sinceAnswer.length)} sightings, p99 ${ms(quiet.sinceAnswer, 99)} ms`,
  });
}

interface Measured {
  /** From the API's answer to the frame, for each batch at each screen, ms. */
  sinceAnswer: number[];
  /** From the instant at which the schedule wanted the batch sent. */
  sinceDue: number[];
  eventsPerSecond: number;
  /** How far behind its schedule the latest batch was sent. */
  latestMs: number;
}

async function measure(andon: RunningAndon, load: Load): Promise<Measured> {
  const clients = fork(CLIENTS_FILE, [andon.url, String(SCREENS), andon.key], {
    execArgv: ["--import", "tsx"],
  });
  atEnd(() => void clients.kill());
  await messageOf(clients, "joined");
  const commits = await sendOpenLoop(andon, load, await openByNode(andon));
  await sleep(SETTLE_MS);
  clients.send("report");
  const { screens } = (await messageOf(clients, "screens")) as { screens: Seen[] };
  const sinceAnswer: number[] = [];
  const sinceDue: number[] = [];
  for (const seen of screens) {
    for (const { commit, atMs } of sightings(seen, commits)) {
      // A frame may be quicker than the answer to whoever asked.
      sinceAnswer.push(Math.max(0, atMs - commit.answeredAt));
      sinceDue.push(atMs - commit.dueAt);
    }
  }
  const answered = commits.map((commit) => commit.answeredAt);
  const spentS = (Math.max(...answered) - Math.min(...commits.map((commit) => commit.dueAt))) / 1_000;
  return {
    sinceAnswer,
    sinceDue,
    eventsPerSecond: (commits.length * load.eventsPerBatch) / spentS,
    latestMs: Math.max(...commits.map((commit) => commit.sentAt - commit.dueAt)),
  };
}

/** When each commit was on this screen: with the first frame that counts as many open visits at its node. */
function* sightings(seen: Seen, commits: readonly Commit[]): Generator<{ commit: Commit; atMs: number }> {
  const next = new Map<string, number>();
  for (const commit of commits) {
    const frames = seen[commit.node] ?? [];
    let frame = next.get(commit.node) ?? 0;
    while (frame < frames.length && frames[frame]![0] < commit.open) frame++;
    if (frame === frames.length) throw new Error(`a screen never saw visit ${commit.open} at ${commit.node}`);
    next.set(commit.node, frame);
    yield { commit, atMs: frames[frame]![1] };
  }
}

async function openByNode(andon: RunningAndon): Promise<Map<string, number>> {
  type Row = { key: string; green: number; yellow: number; red: number };
  const board = await getJson<{ nodes: Row[] }>(andon, "/api/v1/board");
  return new Map(board.nodes.map(({ key, green, yellow, red }) => [key, green + yellow + red]));
}

function messageOf(child: ChildProcess, field: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the screens ended with code ${code}`)));
    child.on("message", (message) => {
      if (typeof message === "object" && field in message) resolve(message);
    });
  });
}
