import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { SEED } from "../../domain/testing/seed.ts";
import { ROOT, runTool } from "../checks/check.ts";
import type { Tally } from "../checks/run-checks.ts";
import { say, step } from "../supervisor/steps.ts";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  success: boolean;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: { message?: string }[];
}

/** Unit, store and scenario tests; their output is shown when something failed. */
export function runVitest(): Promise<Tally> {
  return runWithVitest("Tests", []);
}

/** Crash tests and the simulation of kills, pauses and flushes; what they measured is shown too. */
export function runSurvivalTests(config: string): Promise<Tally> {
  return runWithVitest("Survival", ["--config", config]);
}

/** Lines that begin so are figures, for whoever reads the run. */
const FIGURE = /^» (.*)$/gm;

function runWithVitest(name: string, more: string[]): Promise<Tally> {
  return runSuite(`${name} (ANDON_TEST_SEED=${SEED})`, async (report) => {
    const args = ["run", ...more, "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    const result = await runTool("vitest/vitest.mjs", args, ROOT, { ANDON_TEST_SEED: String(SEED) });
    for (const [, figure] of result.stdout.matchAll(FIGURE)) say(`  ${figure}`);
    const { numPassedTests, numFailedTests, success } = read<VitestReport>(report);
    // A file that cannot be loaded fails without a failed test.
    const failed = Math.max(numFailedTests, success && result.ok ? 0 : 1);
    return { passed: numPassedTests, failed, said: `${result.stdout}\n${result.stderr}` };
  });
}

/** Journeys in a real browser against the built pages; a test that passes only when repeated has failed. */
export function runBrowserTests(config: string, browser: string): Promise<Tally> {
  return runSuite("Browser tests", async (report) => {
    const env = {
      ANDON_BROWSER: browser,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    };
    const result = await runTool(
      "playwright/cli.js",
      ["test", "-c", config, "--reporter=line,json"],
      ROOT,
      env,
    );
    const { stats, errors } = read<PlaywrightReport>(report);
    const failed = Math.max(stats.unexpected + stats.flaky, result.ok && errors.length === 0 ? 0 : 1);
    return { passed: stats.expected, failed, said: `${result.stdout}\n${result.stderr}` };
  });
}

async function runSuite(
  name: string,
  run: (report: string) => Promise<Tally & { said: string }>,
): Promise<Tally> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "andon-report-"));
  try {
    const { passed, failed, said } = await step(
      name,
      () => run(path.join(folder, "report.json")),
      (tally) => `${tally.passed} passed, ${tally.failed} failed`,
      (tally) => tally.failed === 0,
    );
    if (failed > 0) say(said.trim());
    return { passed, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read<T>(report: string): T {
  return JSON.parse(readFileSync(report, "utf8")) as T;
}
