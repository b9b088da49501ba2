import { defineConfig } from "playwright/test";

export default defineConfig({
  testDir: "browser",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  globalSetup: "./browser/boot.ts",
  // Tests freeze processes that all of them share.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: "line",
  use: {
    viewport: { width: 1920, height: 1080 },
    launchOptions: {
      executablePath: process.env.ANDON_BROWSER,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
