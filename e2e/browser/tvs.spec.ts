import type { Page } from "playwright/test";
import { expectAccessible } from "./accessible.ts";
import { screenOf } from "./television.ts";
import { expect, SIZES, test } from "./wall.ts";

/** A television asks every five seconds whether it was let in; then its page has to load. */
const LET_IN_WITHIN_MS = 20_000;
const REVOKED_WITHIN_MS = 10_000;
const TOLD_WITHIN_MS = 5_000;
const REPORTED_WITHIN_MS = 15_000;
const NOBODY = { cookies: [], origins: [] };

const cardOf = (page: Page, name: string) => page.locator(`[data-tv="${name}"]`);

test("a television is let in from a phone, moved to another playlist, steered and revoked", async ({
  page: desk,
  browser,
  andon,
}) => {
  // Three browsers' pages, one after the other: a machine that does much else takes its time.
  test.slow();
  await desk.goto(`${andon.url}/tvs`);
  await expect(desk.locator("[data-page=tvs]")).toBeVisible();

  const television = await browser.newContext({ storageState: NOBODY });
  const tv = await television.newPage();
  await tv.goto(`${andon.url}/tv`);
  const code = (await tv.locator("[data-code]").getAttribute("data-code"))!;

  await test.step("a phone lets it in", async () => {
    const phone = await browser.newContext({
      storageState: process.env.ANDON_E2E_SIGNED_IN,
      viewport: SIZES.phone,
    });
    const hand = await phone.newPage();
    // As its QR code leads.
    await hand.goto(`${andon.url}/tvs/pair?code=${code}`);
    await expect(hand.locator(".tv-code")).toHaveText(code);
    await expect(hand.locator("[data-allowed]")).toContainText("看不到客户的姓名、电话和地址");
    await expectAccessible(hand);
    await hand.getByLabel("给它起个名字").fill("仓库北墙");
    await hand.getByRole("button", { name: "批准" }).click();
    await expect(hand.locator("[data-state=allowed]")).toContainText("「仓库北墙」已批准");
    await expect(screenOf(tv)).toHaveAttribute("data-screen", "board", { timeout: LET_IN_WITHIN_MS });
    const cookies = await television.cookies();
    expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
      ["andon_tv", true, "Lax"],
    ]);
    // What was used once lets nobody in again.
    await hand.goto(`${andon.url}/tvs/pair?code=${code}`);
    await expect(hand.locator(".tv-refused")).toContainText("没有电视显示这个代码");
    await phone.close();
  });

  await test.step("the desk sees it, and makes another playlist", async () => {
    const card = cardOf(desk, "仓库北墙");
    await expect(card.locator("[data-heard]")).toHaveText("刚刚", { timeout: REPORTED_WITHIN_MS });
    await expect(card.locator("[data-showing]")).toContainText("看板");
    await expect(card.locator(".tv-sign")).toHaveText("正常");
    await expectAccessible(desk);
    await desk.getByRole("link", { name: "播放列表" }).click();
    await desk.locator("[data-act=new]").click();
    await desk.getByLabel("名字").fill("预测专用");
    for (let i = 0; i < 4; i++) await desk.getByRole("button", { name: "去掉" }).first().click();
    await desk.locator("[data-entry='0'] input[type=number]").fill("3");
    await expectAccessible(desk);
    await desk.locator("[data-act=save]").click();
    await expect(desk.locator("[data-entry='0']")).toContainText("填 5 到 3600 的整数");
    await desk.locator("[data-entry='0'] input[type=number]").fill("300");
    await desk.locator("[data-act=save]").click();
    await expect(desk.locator('[data-playlist="预测专用"]')).toContainText("1 屏，一轮 5 分钟");
  });

  await test.step("it is moved to that playlist, at once", async () => {
    await desk.goto(`${andon.url}/tvs`);
    await cardOf(desk, "仓库北墙").getByLabel("播放列表").selectOption({ label: "预测专用" });
    await expect(screenOf(tv)).toHaveAttribute("data-screen", "forecast", { timeout: TOLD_WITHIN_MS });
  });

  await test.step("a phone steers it", async () => {
    await desk.setViewportSize(SIZES.phone);
    await cardOf(desk, "仓库北墙").getByRole("link", { name: "遥控" }).click();
    await desk.locator("[data-command=pause]").click();
    await expect(tv.locator("[data-mark=paused]")).toBeVisible({ timeout: TOLD_WITHIN_MS });
    expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBe(SIZES.phone.width);
    await expectAccessible(desk);
    await desk.locator("[data-command=identify]").click();
    await expect(tv.locator(".tv-identity")).toContainText("仓库北墙", { timeout: TOLD_WITHIN_MS });
    await desk.locator("[data-command=resume]").click();
    await expect(tv.locator("[data-mark=paused]")).toHaveCount(0, { timeout: TOLD_WITHIN_MS });
  });

  await test.step("it is revoked: told, cut off, and it shows a new code", async () => {
    await desk.goto(`${andon.url}/tvs`);
    await cardOf(desk, "仓库北墙").locator("[data-open=revoke]").click();
    await expect(desk.locator("[data-confirm]")).toContainText("5 秒内退出画面");
    await desk.locator("[data-act=revoke-sure]").click();
    await expect(tv.locator("[data-code]")).not.toHaveAttribute("data-code", code, {
      timeout: REVOKED_WITHIN_MS,
    });
    await expect(cardOf(desk, "仓库北墙")).toHaveCount(0);
  });
  await television.close();
});

test("a code can be turned away, and the television says so", async ({ page, browser, andon }) => {
  const television = await browser.newContext({ storageState: NOBODY });
  const tv = await television.newPage();
  await tv.goto(`${andon.url}/tv`);
  const code = (await tv.locator("[data-code]").getAttribute("data-code"))!;
  await page.goto(`${andon.url}/tvs/pair`);
  await page.getByLabel("电视上显示的代码").fill(code.toLowerCase().replace("-", ""));
  await page.getByRole("button", { name: "下一步" }).click();
  await page.locator("[data-act=deny]").click();
  await expect(page.locator("[data-state=denied]")).toBeVisible();
  await expect(tv.locator("[data-pairing=denied]")).toBeVisible({ timeout: LET_IN_WITHIN_MS });
  await television.close();
});
