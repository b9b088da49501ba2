import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", ".next/**", ".andon/**", "e2e/browser/**", "e2e/survival/**"],
    globalSetup: ["bin/testing/global-setup.ts"],
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { ANDON_LOG: "silent" },
  },
});
