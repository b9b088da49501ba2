import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readEnv } from "../server/platform/env.ts";
import { runChecks, type Tally } from "./checks/run-checks.ts";
import { buildPages, pagesAreBuilt } from "./supervisor/build-pages.ts";
import { sayError } from "./supervisor/say-error.ts";
import { say, step } from "./supervisor/steps.ts";
import { findBrowser } from "./testing/browser.ts";
import { runBrowserTests, runSurvivalTests, runVitest } from "./testing/run-suites.ts";

const BROWSER_TESTS = fileURLToPath(new URL("../e2e/playwright.config.ts", import.meta.url));
const SURVIVAL_TESTS = fileURLToPath(new URL("../e2e/survival/vitest.config.ts", import.meta.url));

// Everything that CI holds, in the order of what fails fastest; each part runs whatever the parts before it said.
const total: Tally = { passed: 0, failed: 0 };
for (const part of [() => runChecks(false), runVitest, inBrowser, () => runSurvivalTests(SURVIVAL_TESTS)]) {
  try {
    const { passed, failed } = await part();
    total.passed += passed;
    total.failed += failed;
  } catch (error) {
    sayError(error);
    total.failed += 1;
  }
}
say(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function inBrowser(): Promise<Tally> {
  if (!existsSync(BROWSER_TESTS)) return { passed: 0, failed: 0 };
  if (!pagesAreBuilt()) await step("Pages built", () => buildPages());
  const cache = path.join(readEnv().dataDir, "browser");
  const { executable } = await step(
    "Browser",
    () => findBrowser(cache),
    ({ what }) => what,
  );
  return runBrowserTests(BROWSER_TESTS, executable);
}
