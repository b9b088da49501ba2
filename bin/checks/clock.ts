import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Check, ROOT } from "./check.ts";

const FOLDERS = ["domain", "db", "server", "workers"];
/** The one place that asks the machine. */
const CLOCK = "server/platform/clock.ts";
const EXEMPT = /\.test(ing)?\.tsx?$|\/testing\//;

/** Ways to ask what time it is, in TypeScript and in SQL. */
const ASKS = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /(?<!new )\bDate\(\s*\)/,
  /\bTemporal\.Now\b/,
  /(?<![\w.])now\(\)/,
  /\b(current_timestamp|clock_timestamp|statement_timestamp|transaction_timestamp|localtimestamp)\b/i,
];

/** Lines of a source that ask for the time themselves, as line numbers from 1. Comments do not count. */
export function asksForTime(source: string): number[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  return code
    .split("\n")
    .map((line, index) => (ASKS.some((ask) => ask.test(line.replace(/(^|\s)\/\/.*$/, ""))) ? index + 1 : 0))
    .filter((line) => line > 0);
}

export const clock: Check = {
  name: "Time is a parameter",
  run: async () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
        (name) => `${folder}/${name}`,
      ),
    ).filter((file) => /\.(tsx?|sql)$/.test(file) && file !== CLOCK && !EXEMPT.test(file));
    const problems = files.flatMap((file) =>
      asksForTime(readFileSync(path.join(ROOT, file), "utf8")).map(
        (line) => `${file}:${line} asks the machine for the time: take now as a parameter, or Context.clock.`,
      ),
    );
    return { problems, looked: `${files.length} files` };
  },
};
