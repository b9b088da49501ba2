import { existsSync } from "node:fs";
import path from "node:path";
import { type Check, ROOT, runTool } from "./check.ts";

const FOLDERS = ["app", "server", "workers", "db", "domain", "bin", "simulator", "sandbox", "e2e", "bench"];
const ROOT_FILES = [
  "proxy.ts",
  "instrumentation-client.ts",
  "next.config.ts",
  "vitest.config.ts",
  "drizzle.config.ts",
];
/** The tree has far more: with a compiler it does not know, dependency-cruiser reads none and is content. */
const FEWEST_MODULES = 150;

interface Cruise {
  summary: { totalCruised: number; violations: { from: string; to: string; rule: { name: string } }[] };
}

/** Reads every import under `root` and holds them to .dependency-cruiser.cjs. */
export async function cruise(root: string): Promise<Cruise["summary"]> {
  const config = path.join(ROOT, ".dependency-cruiser.cjs");
  const targets = [...FOLDERS, ...ROOT_FILES].filter((name) => existsSync(path.join(root, name)));
  const args = ["--config", config, "--output-type", "json", ...targets];
  const result = await runTool("dependency-cruiser/bin/dependency-cruise.mjs", args, root);
  try {
    return (JSON.parse(result.stdout) as Cruise).summary;
  } catch {
    throw new Error(
      `dependency-cruiser gave no report: ${result.stderr.trim() || result.stdout.slice(0, 500)}`,
    );
  }
}

export const dependencies: Check = {
  name: "Dependency rule",
  run: async () => {
    const { totalCruised, violations } = await cruise(ROOT);
    const problems = violations.map(({ from, to, rule }) => `${rule.name}: ${from} imports ${to}`);
    if (totalCruised < FEWEST_MODULES) {
      problems.push(
        `dependency-cruiser read ${totalCruised} modules, fewer than ${FEWEST_MODULES}: it does not see the tree.`,
      );
    }
    return { problems, looked: `${totalCruised} modules` };
  },
};
