import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Each file has a fleet of six processes and all of the machine to itself. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    env: { ANDON_LOG: "silent" },
  },
});
