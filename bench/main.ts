import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BENCHES } from "./benches.ts";
import { onInterrupt } from "./ends.ts";
import type { Figure } from "./figures.ts";
import { type BenchRun, renderReport, renderRows } from "./report.ts";

const RUN_ONE = fileURLToPath(new URL("run-one.ts", import.meta.url));
const REPORT = fileURLToPath(new URL("../docs/BENCHMARKS.md", import.meta.url));
/** No bench takes a third of it on the slowest machine tried. */
const BENCH_WITHIN_MS = 900_000;

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  process.stderr.write(`There is no bench ${unknown}. Known: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exit(2);
}

let current: ChildProcess | null = null;
let interrupted = false;
onInterrupt(async () => {
  interrupted = true;
  if (current === null) return;
  const ended = once(current, "exit");
  current.kill("SIGINT");
  await ended;
});

const runs: BenchRun[] = [];
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) runs.push(await run(name));
// The report always tells of one whole run: figures of different days do not compare.
if (names.length === 0) writeFileSync(REPORT, renderReport(runs));
else process.stderr.write(`${renderRows(runs)}\n`);
process.exit(runs.some((bench) => bench.failure !== null) ? 1 : 0);

async function run(name: string): Promise<BenchRun> {
  const startedAt = performance.now();
  const figures: Figure[] = [];
  const child = fork(RUN_ONE, [name], { execArgv: ["--import", "tsx"] });
  current = child;
  child.on("message", (figure: Figure) => {
    const { note: _, ...line } = figure;
    process.stdout.write(`${JSON.stringify(line)}\n`);
    figures.push(figure);
  });
  const overdue = setTimeout(() => child.kill("SIGTERM"), BENCH_WITHIN_MS);
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  clearTimeout(overdue);
  // No report of half a run: the interrupt ends this process.
  if (interrupted) await new Promise(() => {});
  current = null;
  const failure = code === 0 ? null : signal === null ? `exit code ${code}` : `ended by ${signal}`;
  const seconds = (performance.now() - startedAt) / 1_000;
  process.stderr.write(
    `${failure === null ? "✓" : "✗"} ${name}${failure === null ? "" : `: ${failure}`} · ${seconds.toFixed(0)} s\n`,
  );
  return { name, figures, failure, seconds };
}
