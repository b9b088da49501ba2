import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { expect, openWall, SIZES, test } from "./wall.ts";

/** Rules of WCAG 2.2 up to AA, which a machine can judge. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function expectAccessible(page: Page): Promise<void> {
  // The title follows the page in the stream.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

for (const size of ["tv", "phone"] as const) {
  test(`the wall has no accessibility fault, ${size}`, async ({ page, andon }) => {
    await page.setViewportSize(SIZES[size]);
    await openWall(page, andon);
    await expectAccessible(page);
  });

  test(`the desk has no accessibility fault, ${size}`, async ({ page, andon }) => {
    await page.setViewportSize(SIZES[size]);
    await page.goto(andon.url);
    await expectAccessible(page);
  });
}
