import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";

/** Rules of WCAG 2.2 up to AA, which a machine can judge. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export async function expectAccessible(page: Page): Promise<void> {
  // The title follows the page in the stream.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}
