import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Beyond vitest's own "all but one core": many files mostly wait, for processes to start or a clock to pass. */
const LEAST_WORKERS = 2;

export default defineConfig({
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", ".next/**", ".andon/**", ".built/**", "e2e/browser/**", "e2e/survival/**"],
    globalSetup: ["bin/testing/global-setup.ts"],
    pool: "forks",
    maxWorkers: Math.max(LEAST_WORKERS, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { ANDON_LOG: "silent" },
  },
});
