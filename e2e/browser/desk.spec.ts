import { RED } from "./shop.ts";
import { expect, SIZES, test } from "./wall.ts";

test("the desk tells the totals and each node, and leads to the wall and the API", async ({
  page,
  andon,
}) => {
  await page.goto(andon.url);
  const line = page.locator("[data-node=bulky_dispatch]");
  await expect(line).toContainText("大件装车调度");
  await expect(line).toContainText(String(RED.bulky_dispatch));
  await expect(page.getByRole("link", { name: "打开看板" })).toHaveAttribute("href", "/wall");
  await expect(page.getByRole("link", { name: "接口文档" })).toHaveAttribute("href", "/api/docs");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("[data-node=bulky_dispatch]")).toContainText("Bulky dispatch");
  // It is kept for whoever is signed in, on every page.
  await page.goto(andon.url);
  await page.getByRole("link", { name: "中文" }).click();
  await expect(page.locator("[data-node=bulky_dispatch]")).toContainText("大件装车调度");
});

test("tremor's colours arrive", async ({ page, andon }) => {
  await page.goto(andon.url);
  const card = page.locator(".border-t-4").first();
  const colour = await card.evaluate((e) => getComputedStyle(e).borderTopColor);
  expect(colour).not.toMatch(/^(rgb\(0, 0, 0\)|oklch\(0 |rgb\(229, 231, 235\))/);
  await expect(card).toHaveCSS("background-color", "rgb(255, 255, 255)");
});

test("the desk fits a phone", async ({ page, andon }) => {
  await page.setViewportSize(SIZES.phone);
  await page.goto(andon.url);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SIZES.phone.width);
});

test("a page that does not exist says so", async ({ page, andon, clean }) => {
  clean.lost = true;
  const answer = await page.goto(`${andon.url}/nowhere`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("没有这一页");
});
