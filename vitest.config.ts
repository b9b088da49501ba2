import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Beyond vitest's own "all but one core": many files mostly wait, for processes to start or a clock to pass. */
const LEAST_WORKERS = 3;

export default defineConfig({
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", ".next/**", ".andon/**", ".built/**", "e2e/browser/**", "e2e/survival/**"],
    globalSetup: ["bin/testing/global-setup.ts"],
    setupFiles: ["bin/testing/extend-zod.ts"],
    pool: "forks",
    // Loading the same modules for each of two hundred files took half of the time. A file keeps nothing in a module.
    isolate: false,
    maxWorkers: Math.max(LEAST_WORKERS, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { ANDON_LOG: "silent" },
  },
});
