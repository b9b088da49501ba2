import { writeFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";
import type { Figure } from "./figures.ts";
import { benchIngest } from "./ingest.ts";
import { benchLatency } from "./latency.ts";
import { benchStart } from "./start.ts";

const BENCHES: Record<string, () => Promise<Figure[]>> = {
  ingest: benchIngest,
  latency: benchLatency,
  start: benchStart,
};
const REPORT = fileURLToPath(new URL("../docs/BENCHMARKS.md", import.meta.url));

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  process.stderr.write(`There is no bench ${unknown}. Known: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  for (const figure of await BENCHES[name]!()) {
    const { note: _, ...line } = figure;
    process.stdout.write(`${JSON.stringify(line)}\n`);
    figures.push(figure);
  }
}
// The report always tells of one whole run: figures of different days do not compare.
if (names.length === 0) writeFileSync(REPORT, report(figures));
process.exit(0);

function report(all: readonly Figure[]): string {
  const rows = all.map((f) => `| ${f.bench} | ${f.figure} | ${f.value} ${f.unit} | ${f.note ?? ""} |`);
  return `# Benchmarks

Made by \`npm run bench\`; \`npm run bench -- NAME\` runs one. Speed is told as a share of a bare loop in the same run,
since machines differ: the bare loop inserts the same rows with the same idempotency key, one commit a batch, and
nothing else.

This run: Node ${process.versions.node}, ${os.cpus().length} processors (${os.cpus()[0]?.model.trim() ?? "unknown"}), ${Math.round(os.totalmem() / 2 ** 30)} GiB.

| bench | figure | value | how |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
