import os from "node:os";
import { type Figure, round, thousands } from "./figures.ts";

/** What became of one bench. */
export interface BenchRun {
  name: string;
  figures: Figure[];
  /** Null: it ran to its end. */
  failure: string | null;
  seconds: number;
}

/** docs/BENCHMARKS.md of one whole run, in Markdown. */
export function renderReport(runs: readonly BenchRun[]): string {
  const figures = runs.flatMap((run) => run.figures);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  const machine = `Node ${process.versions.node}, ${os.cpus().length} processors (${os.cpus()[0]?.model.trim() || "unknown"}), ${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return `# Benchmarks

Made by \`npm run bench\`; \`npm run bench -- NAME\` runs one of ${runs.map((run) => run.name).join(", ")}. Speed is told as a
share of a bare loop in the same run, since machines differ: what the loop does is said beside each figure, and
"× bare" is its speed's share that we reach.

All figures are of one run of ${round(seconds / 60, 1)} minutes: ${machine}; Andon, its embedded
services and the load on the same processors.
${warnings(runs, figures)}
| bench | figure | value | × bare | how |
| --- | --- | --- | --- | --- |
${renderRows(runs)}
`;
}

/** The rows of its table. */
export function renderRows(runs: readonly BenchRun[]): string {
  return runs
    .flatMap((run) => run.figures)
    .map(row)
    .join("\n");
}

function row({ bench, figure, value, unit, ratio, note }: Figure): string {
  const shown = value >= 10_000 ? thousands(value) : String(value);
  return `| ${bench} | ${figure} | ${shown} ${unit} | ${ratio ?? ""} | ${note ?? ""} |`;
}

function warnings(runs: readonly BenchRun[], figures: readonly Figure[]): string {
  const lines = [
    ...runs.flatMap(({ name, failure, figures: made }) =>
      failure === null ? [] : [`**${name} failed** (${failure}) after ${made.length} figures.`],
    ),
    ...new Set(figures.flatMap(({ caveat }) => (caveat === undefined ? [] : [`**${caveat}**`]))),
  ];
  return lines.length === 0 ? "" : `\n${lines.join("\n\n")}\n`;
}
