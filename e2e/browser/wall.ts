import { test as base, expect, type Page } from "playwright/test";
import { handleOf, type RunningAndon } from "../../bin/testing/run-andon.ts";

export const SIZES = {
  tv: { width: 1920, height: 1080 },
  tv4k: { width: 3840, height: 2160 },
  upright: { width: 1080, height: 1920 },
  phone: { width: 390, height: 844 },
};

/**
 * Tests with the running Andon, signed in as its administrator; each fails on an error in the browser's console (which
 * tells of whatever the Content-Security-Policy refuses, too) or a request to elsewhere.
 */
export const test = base.extend<{ andon: RunningAndon; clean: { lost: boolean } }>({
  // biome-ignore lint/correctness/noEmptyPattern: playwright reads the pattern
  storageState: async ({}, use) => {
    await use(process.env.ANDON_E2E_SIGNED_IN);
  },
  // biome-ignore lint/correctness/noEmptyPattern: playwright reads the pattern
  andon: async ({}, use) => {
    const { ANDON_E2E_URL: url, ANDON_E2E_FOLDER: folder } = process.env;
    if (!url || !folder) throw new Error("boot.ts has not run");
    await use(handleOf(url, folder));
  },
  /** Set `lost` where the test itself cuts the line: then a browser complains of it. */
  clean: [
    async ({ page, andon }, use) => {
      const clean = { lost: false };
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" && !clean.lost) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith("http") && origin !== andon.url)
          complaints.push(`asked for ${request.url()}`);
      });
      await use(clean);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Opens the wall and waits until the browser has taken it over. */
export async function openWall(page: Page, andon: RunningAndon, query = ""): Promise<void> {
  await page.goto(`${andon.url}/wall${query}`);
  await expect(page.locator("[data-link=live]")).toBeVisible();
  await expect(page.locator(".mark-unwoken")).toHaveCount(0);
}

export const tile = (page: Page, node: string) => page.locator(`[data-node=${node}]`);
export const countOf = (page: Page, node: string, kind: string) =>
  tile(page, node).locator(`[data-count=${kind}] .figure`);
export const total = (page: Page, kind: string) => page.locator(`[data-total=${kind}] .figure`);
